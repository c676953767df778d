namespace Amqp1.Notifications;

/// <summary>The message_id of a notification: a random UUID. It has to be unique, not secret, so the system's generator is spared.</summary>
internal static class NotificationId
{
    public static string Create()
    {
        Span<byte> bytes = stackalloc byte[16];
        Random.Shared.NextBytes(bytes);

        // Version 4, the variant of RFC 9562.
        bytes[6] = (byte)((bytes[6] & 0x0f) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }
}
