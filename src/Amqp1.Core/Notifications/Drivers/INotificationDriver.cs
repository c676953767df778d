using Amqp1.Dialects;

namespace Amqp1.Notifications.Drivers;

/// <summary>A driver that notifications are passed to (docs/spec/behaviour.md#notifiers). Thread-safe.</summary>
internal interface INotificationDriver
{
    /// <summary>Processes a notification. Completes when the driver has delivered it, and fails when it cannot be delivered.</summary>
    /// <param name="message">
    /// The notification. Its payload and context are valid until this method returns its task, not until the task completes.
    /// </param>
    /// <param name="priority">The priority.</param>
    /// <param name="retry">How often it is sent again; negative for no limit. Only drivers that use the bus apply it.</param>
    /// <param name="cancel">Cancels the wait and withdraws messages that have not been sent.</param>
    Task NotifyAsync(NotificationMessage message, NotificationPriority priority, int retry, CancellationToken cancel);
}
