using Amqp1.Json;
using Amqp1.Transport.Buffers;

namespace Amqp1.Dialects.OsloRabbit.Format;

/// <summary>
/// Opens an envelope in exactly the form in which Python and Amqp1Hosting write it, without a JSON reader
/// (docs/spec/rabbit-messages.md#envelope). A JSON reader needs several times as long, because the message is one string full of escapes.
/// </summary>
internal static class UsualEnvelope
{
    /// <summary>Returns the message inside the envelope, in a rented array; empty if the text does not have this form.</summary>
    public static JsonText Open(ReadOnlySpan<byte> text)
    {
        if (!TryStrip(ref text, "{\"oslo.version\": \"2.0\", \"oslo.message\": \""u8) && !TryStrip(ref text, "{\"oslo.version\":\"2.0\",\"oslo.message\":\""u8))
        {
            return default;
        }

        if (!text.EndsWith("\"}"u8))
        {
            return default;
        }

        text = text[..^2];
        var message = BufferPool.Rent(text.Length);
        if (JsonEscape.TryReverse(text, message, out var read, out var length) && read == text.Length)
        {
            return JsonText.OfRented(message, length);
        }

        BufferPool.Return(message);
        return default;
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
