using System.Numerics;
using System.Runtime.Intrinsics;
using System.Text;

namespace Amqp1.Json;

/// <summary>
/// Escapes JSON text so that it can be the content of a JSON string, and reverses this (docs/spec/messages.md#envelope). JSON text
/// has a quote every few bytes, so the text is searched and copied in the same step, 16 bytes at a time.
/// </summary>
internal static class JsonEscape
{
    private const byte FirstPrintable = 0x20;
    private const int Block = 16;

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
        var read = 0;
        var written = 0;

        // A block is written as a whole, then again from behind each character with an escape, so that up to three blocks are written for one.
        while (json.Length - read >= 2 * Block && target.Length - written >= 4 * Block)
        {
            var bytes = Vector128.Create(json.Slice(read, Block));
            bytes.CopyTo(target.Slice(written, Block));
            var copied = 0;
            for (var found = Find(bytes); found != 0; found &= found - 1)
            {
                var at = BitOperations.TrailingZeroCount(found);
                written += at - copied;
                var letter = LetterOf(json[read + at]);
                if (letter == 0)
                {
                    // The escape is longer than the space that was checked. JSON text contains no such character.
                    return written + WriteBytes(json[(read + at)..], target[written..]);
                }

                target[written] = (byte)'\\';
                target[written + 1] = letter;
                written += 2;
                copied = at + 1;
                json.Slice(read + copied, Block).CopyTo(target.Slice(written, Block));
            }

            written += Block - copied;
            read += Block;
        }

        return written + WriteBytes(json[read..], target[written..]);
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
        for (var read = 0; read < text.Length;)
        {
            if (text.Length - read >= Block)
            {
                // The target has enough space, because the text read so far is at least as long as that written.
                var bytes = Vector128.Create(text.Slice(read, Block));
                bytes.CopyTo(target.Slice(written, Block));
                var found = Find(bytes);
                var length = found == 0 ? Block : BitOperations.TrailingZeroCount(found);
                read += length;
                written += length;
                if (found == 0)
                {
                    continue;
                }
            }

            var character = text[read++];
            if (NeedsEscape(character))
            {
                if (character != '\\' || read == text.Length || CharacterOf(text[read++]) is not (var escaped and not 0))
                {
                    return false;
                }

                character = escaped;
            }

            target[written++] = character;
        }

        return true;
    }

    /// <summary>Returns a bit for each byte that needs an escape.</summary>
    private static uint Find(Vector128<byte> bytes) => (Vector128.Equals(bytes, Vector128.Create((byte)'"'))
        | Vector128.Equals(bytes, Vector128.Create((byte)'\\'))
        | Vector128.LessThan(bytes, Vector128.Create(FirstPrintable))).ExtractMostSignificantBits();

    private static int WriteBytes(ReadOnlySpan<byte> json, Span<byte> target)
    {
        var written = 0;
        foreach (var character in json)
        {
            if (NeedsEscape(character))
            {
                written += WriteEscape(character, target[written..]);
            }
            else
            {
                target[written++] = character;
            }
        }

        return written;
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
