using System.Buffers.Binary;

namespace Amqp1.Tests.Harness.Peer.Codec;

/// <summary>Reads frames (AMQP 1.0 part 2, section 2.3) and checks them.</summary>
internal static class FrameReader
{
    /// <summary>The size of the header of a frame, and the unit of the data offset.</summary>
    private const int HeaderSize = 8;
    private const int OffsetUnit = 4;

    /// <summary>Reads the next frame. Throws <see cref="EndOfStreamException"/> at the end of the stream.</summary>
    /// <param name="stream">The stream of the frame.</param>
    /// <param name="type">The type that the frame must have.</param>
    /// <param name="largest">The maximum size of a frame.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <exception cref="ViolationException">The frame breaks a rule.</exception>
    public static async Task<Frame> ReadAsync(Stream stream, FrameType type, uint largest, CancellationToken cancel)
    {
        var header = new byte[HeaderSize];
        await stream.ReadExactlyAsync(header, cancel);
        var size = BinaryPrimitives.ReadUInt32BigEndian(header);
        if (size < HeaderSize || size > largest)
        {
            throw new ViolationException($"A frame of {size} bytes; the limits are {HeaderSize} and {largest} bytes.");
        }

        var rest = new byte[size - HeaderSize];
        await stream.ReadExactlyAsync(rest, cancel);
        return Read(header, rest, type);
    }

    private static Frame Read(byte[] header, byte[] rest, FrameType type)
    {
        var extension = header[4] * OffsetUnit - HeaderSize;
        if (extension < 0 || extension > rest.Length)
        {
            throw new ViolationException($"The data offset of a frame of {HeaderSize + rest.Length} bytes is {header[4]}.");
        }

        if (header[5] != (byte)type)
        {
            throw new ViolationException($"A frame of type {header[5]} is not expected here.");
        }

        var reader = new ByteReader(rest.AsMemory(extension));
        var channel = BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(6));
        if (reader.Remaining == 0)
        {
            return type == FrameType.Amqp ? new Frame(type, channel, null, []) : throw new ViolationException("A SASL frame is empty.");
        }

        var body = CompositeReader.Read(ValueReader.Read(reader), type == FrameType.Amqp ? Performatives.All : SaslFrames.All);
        FrameRules.Check(body);
        if (reader.Remaining > 0 && body.Type != Performatives.Transfer)
        {
            throw new ViolationException($"{reader.Remaining} bytes follow the body of a frame {body.Type}.");
        }

        return new Frame(type, channel, body, reader.Rest());
    }
}
