using System.Buffers.Binary;

namespace Amqp1.Tests.Harness.Peer.Codec;

/// <summary>A position in bytes. Reading beyond the end throws a <see cref="ViolationException"/>.</summary>
internal sealed class ByteReader(ReadOnlyMemory<byte> bytes)
{
    private int _position;

    public int Remaining => bytes.Length - _position;

    public byte Byte() => Take(1)[0];

    public ReadOnlySpan<byte> Take(uint count) => Slice(count).Span;

    /// <summary>Returns a reader of the next bytes only, and moves on behind them.</summary>
    public ByteReader Part(uint count) => new(Slice(count));

    /// <summary>Reads an unsigned size of one byte or of four.</summary>
    public uint Size(bool isWide) => isWide ? BinaryPrimitives.ReadUInt32BigEndian(Take(4)) : Byte();

    public byte[] Rest() => Take((uint)Remaining).ToArray();

    private ReadOnlyMemory<byte> Slice(uint count)
    {
        if (count > Remaining)
        {
            throw new ViolationException($"A value of {count} bytes begins {Remaining} bytes before the end.");
        }

        var slice = bytes.Slice(_position, (int)count);
        _position += (int)count;
        return slice;
    }
}
