using System.Buffers;
using System.Buffers.Binary;

namespace Amqp1.Tests.Harness.Peer.Codec;

/// <summary>Bytes that are being written.</summary>
internal sealed class ByteWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public int Length => _bytes.WrittenCount;

    public ReadOnlySpan<byte> Written => _bytes.WrittenSpan;

    public void Byte(byte value) => _bytes.Write([value]);

    public void Bytes(ReadOnlySpan<byte> values) => _bytes.Write(values);

    /// <summary>Writes the lower bytes of an integer, with the most significant of them first.</summary>
    public void Integer(ulong value, int width)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        Bytes(bytes[(8 - width)..]);
    }

    /// <summary>Writes an unsigned size of one byte or of four.</summary>
    public void Size(int size, bool isWide) => Integer((ulong)size, isWide ? 4 : 1);
}
