using System.Buffers;
using Amqp1.Transport.Buffers;

namespace Amqp1.Json;

/// <summary>Collects text in one rented array, which is exchanged for a larger one when it is full. Not thread-safe.</summary>
internal sealed class PooledBufferWriter : IBufferWriter<byte>
{
    /// <summary>The length of the array between two texts.</summary>
    private const int InitialLength = 2048;

    /// <summary>The largest array that is kept for the next text.</summary>
    private const int KeptLength = BufferPool.LargestSmall;

    private byte[] _buffer = BufferPool.Rent(InitialLength);
    private int _length;

    /// <summary>The text, which is valid until the next call of any other member.</summary>
    public ReadOnlyMemory<byte> Written => _buffer.AsMemory(0, _length);

    /// <inheritdoc />
    public void Advance(int count) => _length += count;

    /// <inheritdoc />
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _buffer.AsMemory(_length);
    }

    /// <inheritdoc />
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _buffer.AsSpan(_length);
    }

    /// <summary>Returns the text and begins another one. A large text leaves with its array if it fills more than half of the array.</summary>
    public JsonText Take()
    {
        var length = _length;
        _length = 0;
        if (_buffer.Length > KeptLength && length > _buffer.Length / 2)
        {
            var text = JsonText.OfRented(_buffer, length);
            _buffer = BufferPool.Rent(InitialLength);
            return text;
        }

        var copy = JsonText.CopyOf(_buffer.AsSpan(0, length));
        Clear();
        return copy;
    }

    /// <summary>Discards the text and begins another one.</summary>
    public void Clear()
    {
        _length = 0;
        if (_buffer.Length > KeptLength)
        {
            BufferPool.Return(_buffer);
            _buffer = BufferPool.Rent(InitialLength);
        }
    }

    private void Reserve(int size)
    {
        size = Math.Max(size, 1);
        if (_buffer.Length - _length >= size)
        {
            return;
        }

        var larger = BufferPool.Rent((int)Math.Max(checked(_length + size), Math.Min(2L * _buffer.Length, Array.MaxLength)));
        _buffer.AsSpan(0, _length).CopyTo(larger);
        BufferPool.Return(_buffer);
        _buffer = larger;
    }
}
