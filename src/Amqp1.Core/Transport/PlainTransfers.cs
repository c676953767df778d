using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Amqp1.Transport;

/// <summary>
/// Passes the message of a transfer by the decoder of AMQPNetLite, which creates an object for each section and a string for each text:
/// the sections become the content of a binary value, so that AMQPNetLite sees a message with one section, which it does not decode.
/// </summary>
internal static class PlainTransfers
{
    /// <summary>The number of bytes that a frame becomes longer. They must be free before the frame.</summary>
    public const int Headroom = 8;

    private const byte Value = 0x77;

    /// <summary>
    /// Returns the frame with its message as a binary value. Returns false, and changes nothing, if the message has another form or the
    /// frame cannot become longer.
    /// </summary>
    /// <param name="frame">The frame. The bytes before it are not used any more.</param>
    /// <param name="bare">The length of the frame header and the performative.</param>
    /// <param name="wrapped">The longer frame.</param>
    public static bool TryWrap(ReadOnlyMemory<byte> frame, int bare, out ReadOnlyMemory<byte> wrapped)
    {
        wrapped = default;
        if (frame.Length + Headroom > AmqpTransport.MaxFrameSize
            || !MemoryMarshal.TryGetArray(frame, out var array)
            || array.Offset < Headroom
            || !PlainSections.TryRead(frame.Span[bare..], out _))
        {
            return false;
        }

        var longer = new ArraySegment<byte>(array.Array!, array.Offset - Headroom, array.Count + Headroom);
        var bytes = longer.AsSpan();
        bytes.Slice(Headroom, bare).CopyTo(bytes);
        BinaryPrimitives.WriteInt32BigEndian(bytes, bytes.Length);
        var head = bytes.Slice(bare, Headroom);
        ReadOnlySpan<byte> section = [FormatCode.Described, FormatCode.SmallULong, Value, FormatCode.Binary32];
        section.CopyTo(head);
        BinaryPrimitives.WriteInt32BigEndian(head[section.Length..], frame.Length - bare);
        wrapped = longer;
        return true;
    }
}
