using System.Numerics;
using System.Runtime.Intrinsics;

namespace Amqp1.Json;

/// <summary>
/// Escapes JSON text so that it can be the content of a JSON string, and reverses this (docs/spec/messages.md#envelope). JSON text has a
/// quote every few bytes, so the text is searched and copied in the same step, 16 bytes at a time. The escaped text is that of
/// <see cref="System.Text.Json.Utf8JsonWriter"/>, which needs several times as long.
/// </summary>
internal static class JsonEscape
{
    /// <summary>The space that the target of <see cref="Write"/> must have after the escaped text so that all of the text is escaped.</summary>
    public const int Room = 3 * Block;

    private const byte FirstPrintable = 0x20;
    private const byte Delete = 0x7f;
    private const int Block = 16;

    /// <summary>
    /// Escapes the beginning of a text and returns the length of the escaped text. Stops before a character for which
    /// <see cref="IsPlain"/> is false, and when the target has less than <see cref="Room"/> bytes left.
    /// </summary>
    /// <param name="json">The text.</param>
    /// <param name="target">The destination. Bytes behind the escaped text may be overwritten.</param>
    /// <param name="read">The number of bytes of the text that were escaped.</param>
    public static int Write(ReadOnlySpan<byte> json, Span<byte> target, out int read)
    {
        // The last bytes are escaped from a copy with blanks behind it, because blocks are read as a whole.
        var end = Math.Max(0, ((json.Length - Block) / Block) * Block);
        var written = WriteBlocks(json, target, end, out read);
        if (read < end)
        {
            return written;
        }

        Span<byte> last = stackalloc byte[4 * Block];
        last.Fill((byte)' ');
        json[read..].CopyTo(last);
        var length = json.Length - read;
        written += WriteBlocks(last, target[written..], (length + Block - 1) / Block * Block, out var readLast);

        // Each blank that was read has been written as one byte.
        written -= Math.Max(0, readLast - length);
        read += Math.Min(readLast, length);
        return written;
    }

    /// <summary>Returns whether a character is escaped here, or needs no escape. All others are left to the JSON library.</summary>
    public static bool IsPlain(byte character) => character is >= FirstPrintable and < Delete || LetterOf(character) != 0;

    /// <summary>
    /// Reverses the escapes of the content of a string up to the quote that ends it, or to the end of the text. Returns false if the content
    /// has a code point as its escape, or is not valid. The usual content has none, and these cases are left to a JSON reader.
    /// </summary>
    /// <param name="text">The text, from the first character of the content.</param>
    /// <param name="target">The destination, at least as long as the text.</param>
    /// <param name="read">The length of the content before the quote.</param>
    /// <param name="written">The number of bytes written.</param>
    public static bool TryReverse(ReadOnlySpan<byte> text, Span<byte> target, out int read, out int written)
    {
        written = 0;
        for (read = 0; read < text.Length;)
        {
            if (text.Length - read >= Block)
            {
                // The target has enough space, because the text read so far is at least as long as that written.
                var bytes = Vector128.Create(text.Slice(read, Block));
                bytes.CopyTo(target.Slice(written, Block));
                var found = FindReversed(bytes);
                var length = found == 0 ? Block : BitOperations.TrailingZeroCount(found);
                read += length;
                written += length;
                if (found == 0)
                {
                    continue;
                }
            }

            var character = text[read];
            if (character == '"')
            {
                return true;
            }

            read++;
            if (character is (byte)'\\' or < FirstPrintable)
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

    /// <summary>
    /// Escapes whole blocks from the beginning of a text. A block is written as a whole, then again from behind each character with an
    /// escape, so that up to three blocks are written for one, and one more block of the text must follow.
    /// </summary>
    private static int WriteBlocks(ReadOnlySpan<byte> json, Span<byte> target, int end, out int read)
    {
        var written = 0;
        for (read = 0; read < end && target.Length - written >= Room; read += Block)
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
                    read += at;
                    return written;
                }

                target[written] = (byte)'\\';
                target[written + 1] = letter;
                written += 2;
                copied = at + 1;
                json.Slice(read + copied, Block).CopyTo(target.Slice(written, Block));
            }

            written += Block - copied;
        }

        return written;
    }

    /// <summary>Returns a bit for each byte that needs an escape, or may need one.</summary>
    private static uint Find(Vector128<byte> bytes) => (Vector128.Equals(bytes, Vector128.Create((byte)'"'))
        | Vector128.Equals(bytes, Vector128.Create((byte)'\\'))
        | Vector128.Equals(bytes, Vector128.Create(Delete))

        // Bytes outside ASCII are negative here.
        | Vector128.LessThan(bytes.AsSByte(), Vector128.Create((sbyte)FirstPrintable)).AsByte()).ExtractMostSignificantBits();

    /// <summary>Returns a bit for each byte that ends a string, begins an escape, or must not be in a string.</summary>
    private static uint FindReversed(Vector128<byte> bytes) => (Vector128.Equals(bytes, Vector128.Create((byte)'"'))
        | Vector128.Equals(bytes, Vector128.Create((byte)'\\'))
        | Vector128.LessThan(bytes, Vector128.Create(FirstPrintable))).ExtractMostSignificantBits();

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
