using Amqp1.Wire;

namespace Amqp1.Notifications.Drivers;

/// <summary>Driver <c>noop</c>: notifications go nowhere.</summary>
internal sealed class NoopDriver : INotificationDriver
{
    public Task NotifyAsync(NotificationMessage message, NotificationPriority priority, int retry, CancellationToken cancel) => Task.CompletedTask;
}
