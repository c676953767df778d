using System.Buffers;
using System.Text;

namespace Amqp1.Dialects.OsloRabbit.Format;

/// <summary>
/// Escapes JSON text so that it can be the content of a JSON string (docs/spec/rabbit-messages.md#envelope). Text between two characters
/// that need an escape is copied as a whole.
/// </summary>
internal static class JsonEscape
{
    private const byte FirstPrintable = 0x20;

    private static readonly SearchValues<byte> Escaped =
        SearchValues.Create([.. Enumerable.Range(0, FirstPrintable).Select(code => (byte)code), (byte)'"', (byte)'\\']);

    /// <summary>Returns the length of the escaped text in bytes.</summary>
    public static int LengthOf(ReadOnlySpan<byte> json)
    {
        var length = json.Length + json.Count((byte)'"') + json.Count((byte)'\\');
        var rest = json;

        // JSON text contains control characters only as white space between its values, and most has none.
        while (rest.IndexOfAnyInRange((byte)0, (byte)(FirstPrintable - 1)) is var at and >= 0)
        {
            length += ShortOf(rest[at]) == 0 ? 5 : 1;
            rest = rest[(at + 1)..];
        }

        return length;
    }

    /// <summary>Writes the escaped text and returns its length.</summary>
    public static int Write(ReadOnlySpan<byte> json, Span<byte> target)
    {
        var written = 0;
        while (json.IndexOfAny(Escaped) is var run and >= 0)
        {
            json[..run].CopyTo(target[written..]);
            written += run;
            written += WriteEscape(json[run], target[written..]);
            json = json[(run + 1)..];
        }

        json.CopyTo(target[written..]);
        return written + json.Length;
    }

    private static int WriteEscape(byte character, Span<byte> target)
    {
        target[0] = (byte)'\\';
        if (ShortOf(character) is var letter and not 0)
        {
            target[1] = letter;
            return 2;
        }

        Encoding.ASCII.GetBytes($"u{character:x4}", target[1..]);
        return 6;
    }

    /// <summary>Returns the letter of an escape of two characters; 0 if there is none.</summary>
    private static byte ShortOf(byte character) => character switch
    {
        (byte)'"' or (byte)'\\' => character,
        (byte)'\n' => (byte)'n',
        (byte)'\r' => (byte)'r',
        (byte)'\t' => (byte)'t',
        (byte)'\b' => (byte)'b',
        (byte)'\f' => (byte)'f',
        _ => 0,
    };
}
