using System.Buffers.Binary;
using Amqp1.Dialects;

namespace Amqp1.Notifications;

/// <summary>Creates the message_id of a notification, a random UUID that cannot be guessed from others.</summary>
internal static class NotificationId
{
    public static string Create()
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, RandomBits.Next());
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[8..], RandomBits.Next());

        // Version 4 and the variant of RFC 9562.
        bytes[6] = (byte)((bytes[6] & 0x0f) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }
}
