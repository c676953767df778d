using System.Globalization;
using System.Text.Json;

namespace Amqp1.Wire;

/// <summary>Writes a notification (specification E.2, F.5).</summary>
internal static class NotificationWriter
{
    public static byte[] Write(NotificationMessage notification, NotificationFormat format)
    {
        var enveloped = format == NotificationFormat.Version2 ? WriteBare(notification) : null;
        var scratch = JsonScratch.Rent();
        var writer = scratch.Writer;
        writer.WriteStartObject();
        writer.WritePropertyName("request"u8);
        if (enveloped is null)
        {
            WriteObject(writer, notification);
        }
        else
        {
            writer.WriteStartObject();
            writer.WriteString(Envelope.VersionName, Envelope.Version);
            writer.WriteString(Envelope.MessageName, enveloped);
            writer.WriteEndObject();
        }

        writer.WritePropertyName("context"u8);
        writer.WriteRawValue(notification.Context.Span, skipInputValidation: true);
        writer.WriteEndObject();
        return scratch.Finish();
    }

    /// <summary>Python's text of a UTC time: the fraction is missing when it is zero.</summary>
    public static string FormatTimestamp(DateTimeOffset time) => time.UtcDateTime.ToString(
        time.Ticks % TimeSpan.TicksPerSecond < TimeSpan.TicksPerMicrosecond ? "yyyy-MM-dd HH:mm:ss" : "yyyy-MM-dd HH:mm:ss.ffffff",
        CultureInfo.InvariantCulture);

    private static byte[] WriteBare(NotificationMessage notification)
    {
        var scratch = JsonScratch.Rent();
        WriteObject(scratch.Writer, notification);
        return scratch.Finish();
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
