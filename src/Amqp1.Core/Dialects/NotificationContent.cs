namespace Amqp1.Dialects;

/// <summary>The content of a notification.</summary>
/// <param name="notification">The notification.</param>
/// <param name="format">Whether it is sent in an envelope.</param>
internal sealed class NotificationContent(NotificationMessage notification, NotificationFormat format) : MessageContent
{
    public NotificationMessage Notification { get; } = notification;

    public NotificationFormat Format { get; } = format;

    /// <inheritdoc />
    public override void Return()
    {
    }
}
