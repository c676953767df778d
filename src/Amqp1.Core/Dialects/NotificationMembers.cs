using Amqp1.Json;

namespace Amqp1.Dialects;

/// <summary>Writes the members of a notification that both dialects have, in the order in which Python writes them (docs/spec/messages.md#samples).</summary>
internal static class NotificationMembers
{
    /// <summary>Writes the beginning of an object with the members. The caller writes what follows, and the end.</summary>
    public static void Write(ref JsonTextWriter writer, NotificationMessage notification)
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
    }
}
