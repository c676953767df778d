using System.Buffers.Binary;
using Amqp;
using Amqp.Framing;
using Amqp.Types;

namespace Amqp1.Transport;

/// <summary>Keeps frames within the size that the peer accepts. A larger frame would end the connection (AMQP 1.0, 2.3 and 2.4.1).</summary>
internal static class FrameLimit
{
    /// <summary>The smallest limit that a peer may announce, and the limit of frames before both sides have announced theirs.</summary>
    public const int Smallest = 512;

    /// <summary>The error condition for contents that do not fit into a frame (AMQP 1.0, 2.8.15).</summary>
    public const string TooSmall = "amqp:frame-size-too-small";

    private const int HeaderSize = 8;

    /// <summary>
    /// The maximum length of the texts in a shortened error, in characters. Together with a performative, such an error fits into the
    /// smallest frame.
    /// </summary>
    private const int ShortErrorText = 100;

    /// <summary>Returns the size of a performative as a frame without payload.</summary>
    public static int SizeOf(DescribedList performative)
    {
        var buffer = new ByteBuffer(Smallest, autoGrow: true);
        Encoder.WriteObject(buffer, performative);
        return HeaderSize + buffer.Length;
    }

    /// <summary>
    /// Shortens a frame that is too large because of an error in it. Such a frame occurs when AMQPNetLite reports or repeats a text of the
    /// peer. Throws <see cref="AmqpException"/> for any other frame.
    /// </summary>
    /// <param name="frame">The frame that is too large.</param>
    /// <param name="limit">The size of the largest frame that the peer accepts.</param>
    public static byte[] Shorten(ReadOnlySpan<byte> frame, uint limit)
    {
        var bytes = frame.ToArray();
        var start = bytes[4] * 4;
        var content = new ByteBuffer(bytes, start, bytes.Length - start, bytes.Length - start);
        var performative = (DescribedList)Encoder.ReadDescribed(content, Encoder.ReadFormatCode(content));
        switch (performative)
        {
            case Close { Error: { } error } close:
                close.Error = Shorten(error);
                break;
            case End { Error: { } error } end:
                end.Error = Shorten(error);
                break;
            case Detach { Error: { } error } detach:
                detach.Error = Shorten(error);
                break;
            case Dispose { State: Rejected { Error: { } error } } disposition:
                disposition.State = new Rejected { Error = Shorten(error) };
                break;
            default:
                throw new AmqpException(TooSmall, $"The frame has {frame.Length} bytes, but the peer accepts at most {limit}.");
        }

        var shorter = new ByteBuffer(Smallest, autoGrow: true);
        shorter.Append(HeaderSize);
        Encoder.WriteObject(shorter, performative);
        BinaryPrimitives.WriteInt32BigEndian(shorter.Buffer, shorter.Length);
        frame[4..HeaderSize].CopyTo(shorter.Buffer.AsSpan(4));
        shorter.Buffer[4] = HeaderSize / 4;
        return shorter.Buffer.AsSpan(shorter.Offset, shorter.Length).ToArray();
    }

    private static Error Shorten(Error error) => new(PeerText.Clean(error.Condition?.ToString(), ShortErrorText))
    {
        Description = PeerText.Clean(error.Description, ShortErrorText),
    };
}
