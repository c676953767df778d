using System.Text;
using System.Text.Encodings.Web;
using Amqp1.Transport;

namespace Amqp1.Json;

/// <summary>
/// Writes JSON text piece by piece to a span, or counts its bytes first. A text of a known structure is thus written directly to its
/// destination, without a JSON writer and without a buffer in between.
/// </summary>
internal ref struct JsonPieces
{
    private readonly Span<byte> _target;
    private readonly bool _counts;

    private JsonPieces(Span<byte> target, bool counts)
    {
        _target = target;
        _counts = counts;
    }

    /// <summary>The number of bytes written or counted so far.</summary>
    public int Length { get; private set; }

    public static JsonPieces Counter() => new(default, counts: true);

    public static JsonPieces Writer(Span<byte> target) => new(target, counts: false);

    /// <summary>Writes JSON text unchanged.</summary>
    public void Raw(scoped ReadOnlySpan<byte> json)
    {
        if (!_counts)
        {
            json.CopyTo(_target[Length..]);
        }

        Length += json.Length;
    }

    /// <summary>Writes a JSON string.</summary>
    public void Text(string text)
    {
        Raw("\""u8);
        if (text.AsSpan().ContainsAnyExcept(PlainCharacters.Values))
        {
            Raw(Encoding.UTF8.GetBytes(JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text)));
        }
        else
        {
            if (!_counts)
            {
                Encoding.ASCII.GetBytes(text, _target[Length..]);
            }

            Length += text.Length;
        }

        Raw("\""u8);
    }
}
