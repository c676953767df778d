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

    public static int LengthOf(ResultContent content) => ResultHead.Length + content.Result.Length + ResultTail.Length;

    /// <summary>Writes the reply to a span of the length that <see cref="LengthOf"/> returned.</summary>
    public static void Write(ResultContent content, Span<byte> target)
    {
        var pieces = JsonPieces.Writer(target);
        pieces.Raw(ResultHead);
        pieces.Raw(content.Result.Span);
        pieces.Raw(ResultTail);
    }

    public static JsonText WriteFailure(RemoteFailure failure)
    {
        var inner = FailureText.Write(failure);
        var scratch = JsonScratch.Rent();
        scratch.Writer.WriteStartObject();
        scratch.Writer.WriteString(Failure, inner.Written.Span);
        scratch.Writer.WriteEndObject();
        inner.Return();
        return scratch.Finish();
    }
}
