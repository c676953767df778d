using Amqp1.Json;
using Amqp1.Notifications;

namespace Amqp1.Dialects;

/// <summary>The content of a notification. It has a copy of the payload.</summary>
internal sealed class NotificationContent : MessageContent
{
    private readonly NotificationMessage _notification;
    private JsonText _payload;

    /// <param name="notification">The notification. Its payload is replaced by <paramref name="payload"/>.</param>
    /// <param name="payload">The payload, which is valid until the content is returned.</param>
    /// <param name="format">Whether the notification is sent in an envelope.</param>
    public NotificationContent(NotificationMessage notification, JsonText payload, NotificationFormat format)
    {
        _notification = notification with { Payload = payload };
        _payload = payload;
        Format = format;
    }

    public NotificationMessage Notification => _notification;

    public NotificationFormat Format { get; }

    /// <inheritdoc />
    public override void Return()
    {
        var payload = _payload;
        _payload = default;
        payload.Return();
        base.Return();
    }
}
