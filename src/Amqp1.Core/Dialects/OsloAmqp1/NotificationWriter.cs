using Amqp1.Json;

namespace Amqp1.Dialects.OsloAmqp1;

/// <summary>Writes a notification (docs/spec/messages.md#samples, docs/spec/behaviour.md#notifiers).</summary>
internal static class NotificationWriter
{
    /// <summary>The usual length of everything but payload and context, and of the escapes in a short payload.</summary>
    private const int UsualOverhead = 512;

    public static JsonText Write(NotificationMessage notification, NotificationFormat format)
    {
        var writer = new JsonTextWriter(UsualOverhead + notification.Payload.Length + notification.Context.Length);
        if (format == NotificationFormat.Version2)
        {
            writer.Json("{\"request\":{\"oslo.version\":\"2.0\",\"oslo.message\":"u8);
            writer.BeginNested();
            WriteObject(ref writer, notification);
            writer.EndNested();
            writer.Json("},\"context\":"u8);
        }
        else
        {
            writer.Json("{\"request\":"u8);
            WriteObject(ref writer, notification);
            writer.Json(",\"context\":"u8);
        }

        writer.Json(notification.Context.Span);
        writer.Json("}"u8);
        return writer.Finish();
    }

    private static void WriteObject(ref JsonTextWriter writer, NotificationMessage notification)
    {
        NotificationMembers.Write(ref writer, notification);
        writer.Json("}"u8);
    }
}
