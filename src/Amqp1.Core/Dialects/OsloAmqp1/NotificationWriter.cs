using System.Text.Json;
using Amqp1.Json;
using Amqp1.Wire;

namespace Amqp1.Dialects.OsloAmqp1;

/// <summary>Writes a notification (docs/spec/messages.md#samples, docs/spec/behaviour.md#notifiers).</summary>
internal static class NotificationWriter
{
    public static JsonText Write(NotificationMessage notification, NotificationFormat format)
    {
        var scratch = JsonScratch.Rent();
        var writer = scratch.Writer;
        writer.WriteStartObject();
        writer.WritePropertyName("request"u8);
        if (format == NotificationFormat.Version2)
        {
            WriteEnvelope(writer, notification);
        }
        else
        {
            WriteObject(writer, notification);
        }

        writer.WritePropertyName("context"u8);
        writer.WriteRawValue(notification.Context.Span, skipInputValidation: true);
        writer.WriteEndObject();
        return scratch.Finish();
    }

    private static void WriteEnvelope(Utf8JsonWriter writer, NotificationMessage notification)
    {
        var bare = JsonScratch.Rent();
        WriteObject(bare.Writer, notification);
        writer.WriteStartObject();
        writer.WriteString(Envelope.VersionName, Envelope.Version);
        writer.WriteString(Envelope.MessageName, bare.Written.Span);
        writer.WriteEndObject();
        bare.Return();
    }

    private static void WriteObject(Utf8JsonWriter writer, NotificationMessage notification)
    {
        writer.WriteStartObject();
        writer.WriteString("message_id"u8, notification.MessageId);
        writer.WriteString("publisher_id"u8, notification.PublisherId);
        writer.WriteString("event_type"u8, notification.EventType);
        writer.WriteString("priority"u8, notification.Priority);
        writer.WritePropertyName("payload"u8);
        writer.WriteRawValue(notification.Payload.Span, skipInputValidation: true);
        writer.WriteString("timestamp"u8, notification.Timestamp);
        writer.WriteEndObject();
    }
}
