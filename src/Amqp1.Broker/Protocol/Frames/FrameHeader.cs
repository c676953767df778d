using System.Buffers.Binary;

namespace Amqp1.Broker.Protocol.Frames;

/// <summary>Reads frames from the byte stream (AMQP 1.0 part 2, section 2.3.1).</summary>
internal static class FrameHeader
{
    private const int Length = 8;

    /// <summary>Returns the size of the frame that begins here; 0 if there are too few bytes to read it.</summary>
    public static int Size(ReadOnlySpan<byte> bytes) => bytes.Length >= 4 ? BinaryPrimitives.ReadInt32BigEndian(bytes) : 0;

    /// <summary>
    /// Reads one AMQP frame. Returns its size, or 0 if the frame is incomplete or not valid. If it is not valid, <paramref name="fault"/>
    /// is the reason, available as soon as the size has been read, because no further bytes may follow. A frame with an empty
    /// <paramref name="body"/> is a heartbeat.
    /// </summary>
    public static int Read(ReadOnlySpan<byte> bytes, int maxSize, out ushort channel, out ReadOnlySpan<byte> body, out string? fault)
    {
        channel = 0;
        body = default;
        fault = null;
        if (bytes.Length < 4)
        {
            return 0;
        }

        var size = Size(bytes);
        if (size < Length || size > maxSize)
        {
            fault = $"A frame has {(uint)size} bytes; the size must be between {Length} and {maxSize}.";
            return 0;
        }

        if (bytes.Length < Length)
        {
            return 0;
        }

        var start = bytes[4] * 4;
        if (start < Length || start > size || bytes[5] != 0)
        {
            fault = "The frame header is malformed.";
            return 0;
        }

        if (bytes.Length < size)
        {
            return 0;
        }

        channel = BinaryPrimitives.ReadUInt16BigEndian(bytes[6..]);
        body = bytes[start..size];
        return size;
    }
}
