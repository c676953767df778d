using Amqp1.Transport.Buffers;

namespace Amqp1.Json;

/// <summary>
/// Outgoing JSON in UTF-8, usually in a rented array. Code that knows that the text is no longer read returns the array. If that is not
/// certain, the array is left to the garbage collector.
/// </summary>
internal readonly struct JsonText
{
    private readonly byte[]? _array;
    private readonly bool _rented;

    private JsonText(byte[]? array, int length, bool rented)
    {
        _array = array;
        Length = length;
        _rented = rented;
    }

    /// <summary>No text.</summary>
    public static JsonText None => default;

    public int Length { get; }

    /// <summary>Whether there is no text, as in a heartbeat.</summary>
    public bool IsEmpty => Length == 0;

    public ReadOnlySpan<byte> Span => _array.AsSpan(0, Length);

    /// <summary>Returns a copy of the text in a rented array.</summary>
    public static JsonText CopyOf(ReadOnlySpan<byte> utf8)
    {
        var array = BufferPool.Rent(utf8.Length);
        utf8.CopyTo(array);
        return new JsonText(array, utf8.Length, rented: true);
    }

    /// <summary>Returns the text at the beginning of an array that was rented from <see cref="BufferPool"/>.</summary>
    public static JsonText OfRented(byte[] array, int length) => new(array, length, rented: true);

    /// <summary>Returns a rented array to the pool. Only the last user of the text may call this, at most once.</summary>
    public void Return()
    {
        if (_rented)
        {
            BufferPool.Return(_array!);
        }
    }

    public static implicit operator JsonText(byte[]? utf8) => new(utf8, utf8?.Length ?? 0, rented: false);

    public static implicit operator ReadOnlyMemory<byte>(JsonText text) => text._array.AsMemory(0, text.Length);
}
