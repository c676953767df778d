using Amqp1.Json;
using Amqp1.Wire;

namespace Amqp1.Dialects.OsloRabbit.Format;

/// <summary>Writes the JSON text of a message (docs/spec/rabbit-messages.md#bodies). The keys are in the order of oslo.messaging.</summary>
internal static class BodyText
{
    /// <summary>Writes the body of one attempt, or counts its bytes.</summary>
    /// <param name="writer">The destination.</param>
    /// <param name="outgoing">The message.</param>
    /// <param name="attempt">The values of the attempt.</param>
    /// <param name="failure">The result of <see cref="FailureOf"/>.</param>
    public static void Write(ref BodyWriter writer, OutgoingMessage outgoing, in SendAttempt attempt, ReadOnlySpan<byte> failure)
    {
        if (outgoing.Content is NotificationContent { Format: NotificationFormat.Version1 } bare)
        {
            WriteNotification(ref writer, bare.Notification, outgoing.UniqueId);
            return;
        }

        writer.BeginEnvelope();
        switch (outgoing.Content)
        {
            case RequestContent request:
                WriteRequest(ref writer, request, outgoing.UniqueId, attempt);
                break;
            case ResultContent result:
                WriteReply(ref writer, result.Result.Span, "null"u8, isLast: true, outgoing);
                break;
            case FailureContent:
                WriteReply(ref writer, "null"u8, failure, isLast: true, outgoing);
                break;
            case NotificationContent notification:
                WriteNotification(ref writer, notification.Notification, outgoing.UniqueId);
                break;
            case null:
                WriteReply(ref writer, "null"u8, "null"u8, isLast: false, outgoing);
                break;
            default:
                throw new NotSupportedException($"{outgoing.Content.GetType().Name} cannot be written in this format.");
        }

        writer.EndEnvelope();
    }

    /// <summary>Returns the exception of a reply as JSON text in a JSON string; empty if the message has no exception.</summary>
    public static JsonText FailureOf(OutgoingMessage outgoing)
    {
        if (outgoing.Content is not FailureContent content)
        {
            return default;
        }

        var failure = FailureText.Write(content.Failure);
        var scratch = JsonScratch.Rent();
        scratch.Writer.WriteStringValue(failure.Written.Span);
        failure.Return();
        return scratch.Finish();
    }

    /// <summary>Returns the ID of the call that a reply answers, as it is written into the reply.</summary>
    public static string? CallOf(OutgoingMessage outgoing) =>
        outgoing.CorrelationId as string ?? Convert.ToString(outgoing.CorrelationId, System.Globalization.CultureInfo.InvariantCulture);

    private static void WriteRequest(ref BodyWriter writer, RequestContent request, Guid uniqueId, in SendAttempt attempt)
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
            writer.Id(call);
            writer.Json(",\"_reply_q\":"u8);
            writer.Text(attempt.ReplyTo);
            writer.Json(",\"_timeout\":"u8);
            writer.Seconds(request.CallMonitorTimeout);
        }

        WriteEnd(ref writer, uniqueId, request.Context.Span);
    }

    private static void WriteReply(
        ref BodyWriter writer, ReadOnlySpan<byte> result, ReadOnlySpan<byte> failure, bool isLast, OutgoingMessage outgoing)
    {
        writer.Json("{\"result\":"u8);
        writer.Json(result);
        writer.Json(",\"failure\":"u8);
        writer.Json(failure);
        writer.Json(isLast ? ",\"ending\":true,\"_msg_id\":"u8 : ",\"ending\":false,\"_msg_id\":"u8);
        writer.Text(CallOf(outgoing));
        WriteEnd(ref writer, outgoing.UniqueId, context: default);
    }

    private static void WriteNotification(ref BodyWriter writer, NotificationMessage notification, Guid uniqueId)
    {
        writer.Json("{\"message_id\":"u8);
        writer.Text(notification.MessageId);
        writer.Json(",\"publisher_id\":"u8);
        writer.Text(notification.PublisherId);
        writer.Json(",\"event_type\":"u8);
        writer.Text(notification.EventType);
        writer.Json(",\"priority\":"u8);
        writer.Text(notification.Priority);
        writer.Json(",\"payload\":"u8);
        writer.Json(notification.Payload.Span);
        writer.Json(",\"timestamp\":"u8);
        writer.Text(notification.Timestamp);
        WriteEnd(ref writer, uniqueId, notification.Context.Span);
    }

    private static void WriteEnd(ref BodyWriter writer, Guid uniqueId, ReadOnlySpan<byte> context)
    {
        writer.Json(",\"_unique_id\":"u8);
        writer.Id(uniqueId);
        ContextFields.Write(ref writer, context);
        writer.Json("}"u8);
    }
}
