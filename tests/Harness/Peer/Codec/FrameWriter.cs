namespace Amqp1.Tests.Harness.Peer.Codec;

/// <summary>Writes frames (AMQP 1.0 part 2, section 2.3). Does not check them, because tests send false ones.</summary>
internal static class FrameWriter
{
    private const int HeaderSize = 8;

    /// <summary>The offset of the body in words of four bytes, which says that the header has no extension.</summary>
    private const byte DataOffset = 2;

    public static byte[] Write(FrameType type, ushort channel, Composite body, ReadOnlySpan<byte> payload = default)
    {
        var encoded = ValueWriter.Encode(body.ToDescribed());
        var writer = new ByteWriter();
        writer.Size(HeaderSize + encoded.Length + payload.Length, isWide: true);
        writer.Byte(DataOffset);
        writer.Byte((byte)type);
        writer.Integer(channel, 2);
        writer.Bytes(encoded);
        writer.Bytes(payload);
        return writer.Written.ToArray();
    }
}
