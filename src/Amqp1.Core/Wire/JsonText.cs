namespace Amqp1.Wire;

/// <summary>
/// JSON in UTF-8 on its way out, mostly in a rented array. Whoever knows that nobody reads it any more returns the array; text that
/// nobody is sure about is left to the garbage collector.
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

    public int Length { get; }

    /// <summary>Whether there is no text at all, as in a heartbeat.</summary>
    public bool IsEmpty => Length == 0;

    public ReadOnlySpan<byte> Span => _array.AsSpan(0, Length);

    /// <summary>A copy of the text in a rented array.</summary>
    public static JsonText CopyOf(ReadOnlySpan<byte> utf8)
    {
        var array = BufferPool.Rent(utf8.Length);
        utf8.CopyTo(array);
        return new JsonText(array, utf8.Length, rented: true);
    }

    /// <summary>Gives a rented array back. At most once, by the only one who still knows the text.</summary>
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
