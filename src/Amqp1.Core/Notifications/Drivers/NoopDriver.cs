using Amqp1.Dialects;

namespace Amqp1.Notifications.Drivers;

/// <summary>The driver <c>noop</c>, which discards notifications.</summary>
internal sealed class NoopDriver : INotificationDriver
{
    public Task NotifyAsync(NotificationMessage message, NotificationPriority priority, int retry, CancellationToken cancel) => Task.CompletedTask;
}
