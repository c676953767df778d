using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Amqp1.Json;

/// <summary>
/// Converts Python's JSON to strict JSON. Python writes bare NaN and infinities and lone surrogates, which JSON does not permit
/// (docs/spec/messages.md#json).
/// </summary>
internal static class LenientJson
{
    /// <summary>Runs the reader on the unchanged text and, only if that fails, on the text converted to strict JSON.</summary>
    public static T Read<T>(ReadOnlyMemory<byte> text, Func<ReadOnlyMemory<byte>, T> read) =>
        Read(text, read, static (text, read) => read(text));

    /// <inheritdoc cref="Read{T}" />
    /// <param name="text">The text.</param>
    /// <param name="state">The second argument of the reader.</param>
    /// <param name="read">The reader.</param>
    public static T Read<T, TState>(ReadOnlyMemory<byte> text, TState state, Func<ReadOnlyMemory<byte>, TState, T> read)
    {
        if (!Utf8.IsValid(text.Span))
        {
            throw new WireFormatException("The body is not UTF-8.");
        }

        if (MayHoldLoneSurrogate(text.Span))
        {
            text = MakeStrict(text.Span);
        }

        try
        {
            return read(text, state);
        }
        catch (JsonException first)
        {
            try
            {
                return read(MakeStrict(text.Span), state);
            }
            catch (JsonException)
            {
                throw new WireFormatException("The body is not JSON: " + first.Message, first);
            }
        }
    }

    /// <summary>Returns JSON text from a JSON string, converted to strict JSON if necessary and checked to its end.</summary>
    public static ReadOnlyMemory<byte> MakeStrict(string text) => MakeStrict(Encoding.UTF8.GetBytes(text).AsMemory());

    /// <summary>Converts text in UTF-8 like <see cref="MakeStrict(string)"/>.</summary>
    public static ReadOnlyMemory<byte> MakeStrict(ReadOnlyMemory<byte> text) => Read(text, ReadToEnd);

    private static ReadOnlyMemory<byte> ReadToEnd(ReadOnlyMemory<byte> text)
    {
        var reader = new Utf8JsonReader(text.Span, JsonSlice.ReaderOptions);
        while (reader.Read())
        {
        }

        return text;
    }

    /// <summary>Returns whether the text contains an escape that may be one half of a pair of surrogates.</summary>
    public static bool MayHoldLoneSurrogate(ReadOnlySpan<byte> text) =>
        text.IndexOf("\\ud"u8) >= 0 || text.IndexOf("\\uD"u8) >= 0;

    /// <summary>Replaces NaN and the infinities with strings of the same name, and lone surrogates with the replacement character.</summary>
    private static byte[] MakeStrict(ReadOnlySpan<byte> text)
    {
        var strict = new ArrayBufferWriter<byte>(text.Length + 64);
        var inString = false;
        for (var i = 0; i < text.Length;)
        {
            var current = text[i];
            if (inString)
            {
                if (current == '\\' && i + 1 < text.Length)
                {
                    i += CopyEscape(text[i..], strict);
                    continue;
                }

                inString = current != '"';
            }
            else if (current == '"')
            {
                inString = true;
            }
            else if (NamedNumber(text[i..]) is var length and > 0)
            {
                strict.Write("\""u8);
                strict.Write(text.Slice(i, length));
                strict.Write("\""u8);
                i += length;
                continue;
            }

            strict.Write(text.Slice(i, 1));
            i++;
        }

        return strict.WrittenSpan.ToArray();
    }

    private static int NamedNumber(ReadOnlySpan<byte> rest) =>
        rest.StartsWith("NaN"u8) ? 3
        : rest.StartsWith("Infinity"u8) ? 8
        : rest.StartsWith("-Infinity"u8) ? 9
        : 0;

    private static int CopyEscape(ReadOnlySpan<byte> rest, ArrayBufferWriter<byte> strict)
    {
        if (!TryHex(rest, out var unit))
        {
            strict.Write(rest[..2]);
            return 2;
        }

        var pair = char.IsHighSurrogate(unit) && TryHex(rest[6..], out var low) && char.IsLowSurrogate(low);
        var length = pair ? 12 : 6;
        strict.Write(pair || !char.IsSurrogate(unit) ? rest[..length] : "\\ufffd"u8);
        return length;
    }

    private static bool TryHex(ReadOnlySpan<byte> rest, out char unit)
    {
        unit = default;
        if (rest.Length < 6 || rest[0] != '\\' || rest[1] != 'u' || !System.Buffers.Text.Utf8Parser.TryParse(rest.Slice(2, 4), out ushort value, out var used, 'x') || used != 4)
        {
            return false;
        }

        unit = (char)value;
        return true;
    }
}
