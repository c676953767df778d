using System.Text.Json;
using System.Text.Unicode;
using Amqp1.Json;
using Amqp1.Transport.Buffers;

namespace Amqp1.Dialects.OsloAmqp1;

/// <summary>
/// Opens the body of a notification of version 2 in exactly the form in which Python and Amqp1Hosting write it
/// (docs/spec/messages.md#samples). The message in the envelope is one string full of escapes. A JSON reader would read this string several
/// times, byte by byte.
/// </summary>
internal static class UsualNotification
{
    private static ReadOnlySpan<byte> Compact => "{\"request\":{\"oslo.version\":\"2.0\",\"oslo.message\":\""u8;

    private static ReadOnlySpan<byte> Spaced => "{\"request\": {\"oslo.version\": \"2.0\", \"oslo.message\": \""u8;

    private static ReadOnlySpan<byte> CompactContext => "\"},\"context\":"u8;

    private static ReadOnlySpan<byte> SpacedContext => "\"}, \"context\": "u8;

    /// <summary>Returns false if the body has another form. It may nevertheless be valid.</summary>
    /// <param name="body">The body.</param>
    /// <param name="message">The message in the envelope, in a rented array. It is not checked yet.</param>
    /// <param name="context">The request context, a valid JSON object in the body.</param>
    public static bool TryOpen(ReadOnlyMemory<byte> body, out JsonText message, out ReadOnlyMemory<byte> context)
    {
        message = default;
        context = default;
        var text = body.Span;
        var start = text.StartsWith(Compact) ? Compact.Length : text.StartsWith(Spaced) ? Spaced.Length : 0;
        if (start == 0)
        {
            return false;
        }

        var content = text[start..];
        var array = BufferPool.Rent(content.Length);
        if (JsonEscape.TryReverse(content, array, out var read, out var length)
            && ContextAt(content[read..]) is var skipped and > 0
            && text[^1] == '}'
            && IsObject(body[(start + read + skipped)..^1]))
        {
            message = JsonText.OfRented(array, length);
            context = body[(start + read + skipped)..^1];
            return true;
        }

        BufferPool.Return(array);
        return false;
    }

    private static int ContextAt(ReadOnlySpan<byte> text) =>
        text.StartsWith(CompactContext) ? CompactContext.Length : text.StartsWith(SpacedContext) ? SpacedContext.Length : 0;

    /// <summary>Returns whether the text is one JSON object that needs no conversion (<see cref="LenientJson"/>).</summary>
    private static bool IsObject(ReadOnlyMemory<byte> json)
    {
        var text = json.Span;
        if (text.SequenceEqual("{}"u8))
        {
            return true;
        }

        if (text is not [(byte)'{', .., (byte)'}'] || !Utf8.IsValid(text) || LenientJson.MayHoldLoneSurrogate(text))
        {
            return false;
        }

        try
        {
            var reader = new Utf8JsonReader(text, JsonSlice.ReaderOptions);
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            // The text contains values that only Python knows, or it is refused where the body is read by a JSON reader.
            return false;
        }
    }
}
