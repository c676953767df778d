using System.Numerics;
using System.Runtime.Intrinsics;
using System.Text;

namespace Amqp1.Dialects.OsloRabbit.Format;

/// <summary>
/// Escapes JSON text so that it can be the content of a JSON string, and reverses this (docs/spec/rabbit-messages.md#envelope). JSON text
/// has a quote every few bytes, so the search for the next one and the copy of the text before it are one step of 16 bytes.
/// </summary>
internal static class JsonEscape
{
    private const byte FirstPrintable = 0x20;

    /// <summary>Returns the length of the escaped text in bytes.</summary>
    public static int LengthOf(ReadOnlySpan<byte> json)
    {
        var length = json.Length + json.Count((byte)'"') + json.Count((byte)'\\');
        var rest = json;

        // JSON text contains control characters only as white space between its values, and most has none.
        while (rest.IndexOfAnyInRange((byte)0, (byte)(FirstPrintable - 1)) is var at and >= 0)
        {
            length += LetterOf(rest[at]) == 0 ? 5 : 1;
            rest = rest[(at + 1)..];
        }

        return length;
    }

    /// <summary>Writes the escaped text and returns its length.</summary>
    public static int Write(ReadOnlySpan<byte> json, Span<byte> target)
    {
        var written = 0;
        while (!json.IsEmpty)
        {
            var run = CopyRun(json, target[written..]);
            written += run;
            if (run == json.Length)
            {
                break;
            }

            if (NeedsEscape(json[run]))
            {
                written += WriteEscape(json[run], target[written..]);
                run++;
            }

            json = json[run..];
        }

        return written;
    }

    /// <summary>
    /// Reverses the escapes of a string's content. Returns false if the content has a code point as its escape, or is not valid. The usual
    /// content has none, and these cases are left to a JSON reader.
    /// </summary>
    /// <param name="text">The content of the string.</param>
    /// <param name="target">The destination, at least as long as the content.</param>
    /// <param name="written">The number of bytes written.</param>
    public static bool TryReverse(ReadOnlySpan<byte> text, Span<byte> target, out int written)
    {
        written = 0;
        while (!text.IsEmpty)
        {
            var run = CopyRun(text, target[written..]);
            written += run;
            if (run == text.Length)
            {
                break;
            }

            if (NeedsEscape(text[run]))
            {
                if (text[run] != '\\' || run + 1 == text.Length || CharacterOf(text[run + 1]) is not (var character and not 0))
                {
                    return false;
                }

                target[written++] = character;
                run += 2;
            }

            text = text[run..];
        }

        return true;
    }

    /// <summary>
    /// Copies text up to the next character that needs an escape, or a part of that text, and returns its length. It may write further bytes
    /// after the text.
    /// </summary>
    private static int CopyRun(ReadOnlySpan<byte> text, Span<byte> target)
    {
        var length = 0;
        while (text.Length - length >= Vector128<byte>.Count && target.Length - length >= Vector128<byte>.Count)
        {
            var bytes = Vector128.Create(text[length..]);
            bytes.CopyTo(target[length..]);
            var found = Vector128.Equals(bytes, Vector128.Create((byte)'"'))
                | Vector128.Equals(bytes, Vector128.Create((byte)'\\'))
                | Vector128.LessThan(bytes, Vector128.Create(FirstPrintable));
            if (found != Vector128<byte>.Zero)
            {
                return length + BitOperations.TrailingZeroCount(found.ExtractMostSignificantBits());
            }

            length += Vector128<byte>.Count;
        }

        while (length < text.Length && !NeedsEscape(text[length]))
        {
            target[length] = text[length];
            length++;
        }

        return length;
    }

    private static bool NeedsEscape(byte character) => character is (byte)'"' or (byte)'\\' or < FirstPrintable;

    private static int WriteEscape(byte character, Span<byte> target)
    {
        target[0] = (byte)'\\';
        if (LetterOf(character) is var letter and not 0)
        {
            target[1] = letter;
            return 2;
        }

        Encoding.ASCII.GetBytes($"u{character:x4}", target[1..]);
        return 6;
    }

    /// <summary>Returns the second character of an escape of two characters; 0 if there is none.</summary>
    private static byte LetterOf(byte character) => character switch
    {
        (byte)'"' or (byte)'\\' => character,
        (byte)'\n' => (byte)'n',
        (byte)'\r' => (byte)'r',
        (byte)'\t' => (byte)'t',
        (byte)'\b' => (byte)'b',
        (byte)'\f' => (byte)'f',
        _ => 0,
    };

    /// <summary>Returns the character for the second character of an escape; 0 if there is none.</summary>
    private static byte CharacterOf(byte letter) => letter switch
    {
        (byte)'"' or (byte)'\\' or (byte)'/' => letter,
        (byte)'n' => (byte)'\n',
        (byte)'r' => (byte)'\r',
        (byte)'t' => (byte)'\t',
        (byte)'b' => (byte)'\b',
        (byte)'f' => (byte)'\f',
        _ => 0,
    };
}
