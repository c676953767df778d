using System.Buffers.Binary;
using Amqp;
using Amqp.Framing;
using Amqp.Types;

namespace Amqp1.Tests.Harness.Peer;

/// <summary>Writes and reads frames as bytes (AMQP 1.0 part 2, section 2.3).</summary>
internal static class PeerFrames
{
    private const int HeaderSize = 8;

    /// <summary>
    /// A frame that is created first of all, because AMQPNetLite registers its frame types then. Without them it reads unknown
    /// descriptions.
    /// </summary>
    private static readonly Open Registered = new();

    public static byte[] AmqpHeader { get; } = [(byte)'A', (byte)'M', (byte)'Q', (byte)'P', 0, 1, 0, 0];

    public static byte[] SaslHeader { get; } = [(byte)'A', (byte)'M', (byte)'Q', (byte)'P', 3, 1, 0, 0];

    public static byte[] Encode(byte type, ushort channel, DescribedList body, ReadOnlySpan<byte> payload = default)
    {
        var buffer = new ByteBuffer(256, autoGrow: true);
        Encoder.WriteObject(buffer, body);
        var frame = new byte[HeaderSize + buffer.Length + payload.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, frame.Length);
        frame[4] = 2;
        frame[5] = type;
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(6), channel);
        buffer.Buffer.AsSpan(buffer.Offset, buffer.Length).CopyTo(frame.AsSpan(HeaderSize));
        payload.CopyTo(frame.AsSpan(HeaderSize + buffer.Length));
        return frame;
    }

    /// <summary>
    /// Reads the next frame. The body of an empty frame is null. Throws <see cref="EndOfStreamException"/> at the end of the stream.
    /// </summary>
    /// <param name="stream">The stream of the frame.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <param name="largest">The maximum size of a frame. A larger frame throws <see cref="InvalidDataException"/>.</param>
    public static async Task<(ushort Channel, DescribedList? Body, byte[] Payload)> ReadAsync(Stream stream, CancellationToken cancel, uint largest = uint.MaxValue)
    {
        _ = Registered;
        var head = new byte[HeaderSize];
        await stream.ReadExactlyAsync(head, cancel);
        if (BinaryPrimitives.ReadUInt32BigEndian(head) > largest)
        {
            throw new InvalidDataException($"A frame of {BinaryPrimitives.ReadUInt32BigEndian(head)} bytes.");
        }

        var rest = new byte[BinaryPrimitives.ReadInt32BigEndian(head) - HeaderSize];
        await stream.ReadExactlyAsync(rest, cancel);
        var channel = BinaryPrimitives.ReadUInt16BigEndian(head.AsSpan(6));
        if (rest.Length == 0)
        {
            return (channel, null, []);
        }

        var buffer = new ByteBuffer(rest, 0, rest.Length, rest.Length);
        var body = (DescribedList)Encoder.ReadDescribed(buffer, Encoder.ReadFormatCode(buffer));
        return (channel, body, rest[buffer.Offset..]);
    }
}
