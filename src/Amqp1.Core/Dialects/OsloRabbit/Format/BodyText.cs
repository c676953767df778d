using System.Buffers.Text;
using System.Globalization;
using System.Text.Unicode;
using Amqp1.Json;
using Amqp1.Wire;

namespace Amqp1.Dialects.OsloRabbit.Format;

/// <summary>Writes the JSON text of a message (docs/spec/rabbit-messages.md#bodies). The keys are in the order of oslo.messaging.</summary>
internal static class BodyText
{
    /// <summary>The usual length of everything but the application data and the request context, and of the escapes in short data.</summary>
    private const int UsualOverhead = 768;

    private const int IdLength = 32;

    private const int MaxNumberLength = 32;

    /// <summary>Returns the body of one attempt, in a rented array.</summary>
    /// <param name="outgoing">The message.</param>
    /// <param name="attempt">The values of the attempt.</param>
    public static JsonText Write(OutgoingMessage outgoing, in SendAttempt attempt)
    {
        var writer = new JsonTextWriter(UsualOverhead + LengthOfData(outgoing.Content));
        if (outgoing.Content is NotificationContent { Format: NotificationFormat.Version1 } bare)
        {
            WriteNotification(ref writer, bare.Notification, outgoing.UniqueId);
            return writer.Finish();
        }

        writer.Json("{\"oslo.version\":\"2.0\",\"oslo.message\":"u8);
        writer.BeginNested();
        switch (outgoing.Content)
        {
            case RequestContent request:
                WriteRequest(ref writer, request, outgoing.UniqueId, attempt);
                break;
            case ResultContent result:
                WriteReply(ref writer, result.Result.Span, "null"u8, result.Part, outgoing);
                break;
            case FailureContent content:
                var failure = FailureOf(content);
                WriteReply(ref writer, "null"u8, failure.Span, content.Part, outgoing);
                failure.Return();
                break;
            case NotificationContent notification:
                WriteNotification(ref writer, notification.Notification, outgoing.UniqueId);
                break;
            case null:
                WriteReply(ref writer, "null"u8, "null"u8, part: null, outgoing);
                break;
            default:
                throw new NotSupportedException($"{outgoing.Content.GetType().Name} cannot be written in this format.");
        }

        writer.EndNested();
        writer.Json("}"u8);
        return writer.Finish();
    }

    /// <summary>Returns the ID of the call that a reply answers, as it is written into the reply.</summary>
    public static string? CallOf(OutgoingMessage outgoing) =>
        outgoing.CorrelationId as string ?? Convert.ToString(outgoing.CorrelationId, CultureInfo.InvariantCulture);

    /// <summary>Returns the exception of a reply as JSON text in a JSON string.</summary>
    private static JsonText FailureOf(FailureContent content)
    {
        var failure = FailureText.Write(content.Failure);
        var scratch = JsonScratch.Rent();
        scratch.Writer.WriteStringValue(failure.Written.Span);
        failure.Return();
        return scratch.Finish();
    }

    private static void WriteRequest(ref JsonTextWriter writer, RequestContent request, Guid uniqueId, in SendAttempt attempt)
    {
        writer.Json("{\"method\":"u8);
        writer.Text(request.Method);
        writer.Json(",\"args\":"u8);
        writer.Json(request.Arguments.Span);
        if (request.Namespace is { } ns)
        {
            writer.Json(",\"namespace\":"u8);
            writer.Text(ns);
        }

        if (request.Version is { } version)
        {
            writer.Json(",\"version\":"u8);
            writer.Text(version);
        }

        if (attempt.Call is { } call)
        {
            writer.Json(",\"_msg_id\":"u8);
            call.Write(writer.PlainText(CallId.Length));
            writer.Json(",\"_reply_q\":"u8);
            writer.Text(attempt.ReplyTo);
            writer.Json(",\"_timeout\":"u8);
            WriteSeconds(ref writer, request.CallMonitorTimeout);
        }

        if (request.AcceptedParts is { } parts)
        {
            Span<byte> value = stackalloc byte[PartAcceptance.MaxLength];
            writer.Json(",\"accepts_parts\":"u8);
            writer.Json(value[..parts.Write(value)]);
        }

        if (request.AcceptedStore is { } store)
        {
            writer.Json(",\"accepts_claims\":"u8);
            writer.Text(store);
        }

        WriteEnd(ref writer, uniqueId, request.Context.Span);
    }

    private static void WriteReply(
        ref JsonTextWriter writer, ReadOnlySpan<byte> result, ReadOnlySpan<byte> failure, ReplyPart? part, OutgoingMessage outgoing)
    {
        writer.Json("{\"result\":"u8);
        writer.Json(result);
        writer.Json(",\"failure\":"u8);
        writer.Json(failure);
        if (part is { } place)
        {
            writer.Json(",\""u8);
            writer.Json(PartNames.Of(place).EncodedUtf8Bytes);
            writer.Json("\":"u8);
            Span<byte> number = stackalloc byte[MaxNumberLength];
            place.Number.TryFormat(number, out var length, provider: CultureInfo.InvariantCulture);
            writer.Json(number[..length]);
        }

        // A heartbeat has no content.
        var isLast = part?.IsLast ?? outgoing.Content is not null;
        writer.Json(isLast ? ",\"ending\":true,\"_msg_id\":"u8 : ",\"ending\":false,\"_msg_id\":"u8);
        writer.Text(CallOf(outgoing));
        WriteEnd(ref writer, outgoing.UniqueId, context: default);
    }

    private static void WriteNotification(ref JsonTextWriter writer, NotificationMessage notification, Guid uniqueId)
    {
        NotificationMembers.Write(ref writer, notification);
        WriteEnd(ref writer, uniqueId, notification.Context.Span);
    }

    private static void WriteEnd(ref JsonTextWriter writer, Guid uniqueId, ReadOnlySpan<byte> context)
    {
        writer.Json(",\"_unique_id\":"u8);
        Utf8Formatter.TryFormat(uniqueId, writer.PlainText(IdLength), out _, 'N');
        ContextFields.Write(ref writer, context);
        writer.Json("}"u8);
    }

    /// <summary>Writes a time span as a number of seconds, or null. Whole seconds are an integer.</summary>
    private static void WriteSeconds(ref JsonTextWriter writer, TimeSpan? time)
    {
        if (time is not { } given)
        {
            writer.Json("null"u8);
            return;
        }

        Span<byte> number = stackalloc byte[MaxNumberLength];
        Utf8.TryWrite(number, CultureInfo.InvariantCulture, $"{given.TotalSeconds}", out var length);
        writer.Json(number[..length]);
    }

    private static int LengthOfData(MessageContent? content) => content switch
    {
        RequestContent request => request.Arguments.Length + request.Context.Length,
        ResultContent result => result.Result.Length,
        NotificationContent { Notification: var notification } => notification.Payload.Length + notification.Context.Length,
        _ => 0,
    };
}
