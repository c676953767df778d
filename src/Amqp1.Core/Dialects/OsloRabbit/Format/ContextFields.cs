using System.Buffers;
using Amqp1.Json;

namespace Amqp1.Dialects.OsloRabbit.Format;

/// <summary>
/// Writes the request context, whose keys are keys of the message itself with a prefix (docs/spec/rabbit-messages.md#context). The text of
/// the context is copied, and only the prefixes are inserted.
/// </summary>
internal static class ContextFields
{
    private static readonly SearchValues<byte> Structure = SearchValues.Create("\"{}[],"u8);

    /// <summary>The prefix of the keys of the context.</summary>
    public static ReadOnlySpan<byte> Prefix => "_context_"u8;

    /// <summary>Writes the fields of the context after other fields of a JSON object.</summary>
    /// <param name="writer">The destination.</param>
    /// <param name="context">The context, a valid JSON object, or nothing.</param>
    public static void Write(ref JsonTextWriter writer, ReadOnlySpan<byte> context)
    {
        var opening = context.IndexOf((byte)'{');
        var closing = context.LastIndexOf((byte)'}');
        if (opening < 0 || closing < 0)
        {
            return;
        }

        var fields = context[(opening + 1)..closing];
        var isFirst = true;
        while (fields.IndexOf((byte)'"') is var key and >= 0)
        {
            writer.Json(isFirst ? ","u8 : fields[..key]);
            writer.Json("\"_context_"u8);
            fields = fields[(key + 1)..];
            var length = LengthOfField(fields);
            writer.Json(fields[..length]);
            fields = fields[length..];
            isFirst = false;
        }
    }

    /// <summary>Returns the length of a field up to the comma after it, beginning after the quote before its key.</summary>
    private static int LengthOfField(ReadOnlySpan<byte> fields)
    {
        var at = LengthOfString(fields);
        var depth = 0;
        while (fields[at..].IndexOfAny(Structure) is var found and >= 0)
        {
            at += found;
            switch (fields[at])
            {
                case (byte)',' when depth == 0:
                    return at;
                case (byte)'"':
                    at += LengthOfString(fields[(at + 1)..]);
                    break;
                case (byte)'{' or (byte)'[':
                    depth++;
                    break;
                case (byte)'}' or (byte)']':
                    depth--;
                    break;
            }

            at++;
        }

        return fields.Length;
    }

    /// <summary>Returns the length of a string and the quote after it, beginning after the quote before it.</summary>
    private static int LengthOfString(ReadOnlySpan<byte> text)
    {
        var at = 0;
        while (text[at..].IndexOfAny((byte)'"', (byte)'\\') is var found and >= 0)
        {
            at += found;
            if (text[at] == '"')
            {
                return at + 1;
            }

            // The character after a backslash does not end the string.
            at = Math.Min(at + 2, text.Length);
        }

        return text.Length;
    }
}
