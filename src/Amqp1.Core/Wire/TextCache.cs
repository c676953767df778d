using System.Text;

namespace Amqp1.Wire;

/// <summary>
/// Returns the .NET strings of short texts that peers repeat, such as reply addresses, without creating a new one each time. Keeps at most
/// <see cref="Places"/> texts of at most <see cref="Longest"/> characters. Thread-safe.
/// </summary>
internal sealed class TextCache
{
    private const int Places = 256;
    private const int Longest = 256;

    private readonly string?[] _texts = new string?[Places];

    public string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > Longest)
        {
            return Encoding.UTF8.GetString(utf8);
        }

        var hash = new HashCode();
        hash.AddBytes(utf8);
        ref var place = ref _texts[(uint)hash.ToHashCode() % Places];
        if (Volatile.Read(ref place) is { } known && Ascii.Equals(utf8, known))
        {
            return known;
        }

        var text = Encoding.UTF8.GetString(utf8);
        Volatile.Write(ref place, text);
        return text;
    }
}
