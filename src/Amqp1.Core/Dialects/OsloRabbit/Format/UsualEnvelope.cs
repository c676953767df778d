using Amqp1.Json;

namespace Amqp1.Dialects.OsloRabbit.Format;

/// <summary>
/// Opens an envelope in exactly the form in which Python and Amqp1Hosting write it, without a JSON reader
/// (docs/spec/rabbit-messages.md#envelope). A JSON reader needs several times as long, because the message is one string full of escapes.
/// </summary>
internal static class UsualEnvelope
{
    /// <summary>Returns the message inside the envelope; null if the text does not have this form.</summary>
    public static ReadOnlyMemory<byte>? Open(ReadOnlySpan<byte> text)
    {
        if (!TryStrip(ref text, "{\"oslo.version\": \"2.0\", \"oslo.message\": \""u8) && !TryStrip(ref text, "{\"oslo.version\":\"2.0\",\"oslo.message\":\""u8))
        {
            return null;
        }

        if (!text.EndsWith("\"}"u8))
        {
            return null;
        }

        text = text[..^2];
        var message = new byte[text.Length];

        // Without the cast, null would be converted to an empty memory.
        return JsonEscape.TryReverse(text, message, out var length) ? (ReadOnlyMemory<byte>?)message.AsMemory(0, length) : null;
    }

    private static bool TryStrip(ref ReadOnlySpan<byte> text, ReadOnlySpan<byte> start)
    {
        if (!text.StartsWith(start))
        {
            return false;
        }

        text = text[start.Length..];
        return true;
    }
}
