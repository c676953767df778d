namespace Amqp1.Dialects;

/// <summary>The text fields of a notification.</summary>
[Flags]
internal enum NotificationFields
{
    None = 0,
    MessageId = 1,
    PublisherId = 2,
    EventType = 4,
    Timestamp = 8,
    Priority = 16,
}
