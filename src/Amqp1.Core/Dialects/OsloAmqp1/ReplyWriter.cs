using System.Globalization;
using System.Text.Json;
using Amqp1.Json;
using Amqp1.Wire;

namespace Amqp1.Dialects.OsloAmqp1;

/// <summary>Writes the body of a reply: a response or a failure (docs/spec/messages.md#samples, docs/spec/messages.md#exceptions).</summary>
internal static class ReplyWriter
{
    private static readonly JsonEncodedText Failure = JsonEncodedText.Encode("failure");

    private static ReadOnlySpan<byte> ResultHead => "{\"response\":"u8;

    private static ReadOnlySpan<byte> ResultTail => "}"u8;

    public static int LengthOf(ResultContent content)
    {
        if (content.Part is null)
        {
            return ResultHead.Length + content.Result.Length + ResultTail.Length;
        }

        var pieces = JsonPieces.Counter();
        Write(content, ref pieces);
        return pieces.Length;
    }

    /// <summary>Writes the reply to a span of the length that <see cref="LengthOf"/> returned.</summary>
    public static void Write(ResultContent content, Span<byte> target)
    {
        var pieces = JsonPieces.Writer(target);
        Write(content, ref pieces);
    }

    public static JsonText WriteFailure(RemoteFailure failure, ReplyPart? part = null)
    {
        var inner = FailureText.Write(failure);
        var scratch = JsonScratch.Rent();
        scratch.Writer.WriteStartObject();
        scratch.Writer.WriteString(Failure, inner.Written.Span);
        if (part is { } place)
        {
            scratch.Writer.WriteNumber(PartNames.Of(place), place.Number);
        }

        scratch.Writer.WriteEndObject();
        inner.Return();
        return scratch.Finish();
    }

    private static void Write(ResultContent content, scoped ref JsonPieces pieces)
    {
        pieces.Raw(ResultHead);
        pieces.Raw(content.Result.Span);
        if (content.Part is { } part)
        {
            Span<byte> number = stackalloc byte[20];
            part.Number.TryFormat(number, out var length, default, CultureInfo.InvariantCulture);
            pieces.Raw(",\""u8);
            pieces.Raw(PartNames.Of(part).EncodedUtf8Bytes);
            pieces.Raw("\":"u8);
            pieces.Raw(number[..length]);
        }

        pieces.Raw(ResultTail);
    }
}
