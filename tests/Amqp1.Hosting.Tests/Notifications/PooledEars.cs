using Amqp1.Notifications;

namespace Amqp1.Hosting.Tests.Notifications;

/// <summary>An endpoint in a pool.</summary>
[NotificationEndpoint("news", Pool = "audit")]
public sealed class PooledEars
{
    [NotificationHandler(NotificationPriority.Info)]
    public void OnInfo(Notification<string> notification) => Last = notification.Payload;

    public string? Last { get; private set; }
}
