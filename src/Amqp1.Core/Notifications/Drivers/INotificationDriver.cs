using Amqp1.Wire;

namespace Amqp1.Notifications.Drivers;

/// <summary>One thing that notifications are handed to (docs/spec/behaviour.md#notifiers). Thread-safe.</summary>
internal interface INotificationDriver
{
    /// <summary>Takes a notification; completes when it is where this driver brings it, and fails when it cannot get there.</summary>
    /// <param name="message">The notification. Payload and context are valid until this returns its task, not until that completes.</param>
    /// <param name="priority">Its priority.</param>
    /// <param name="retry">How often it is sent again; negative for endless. Only drivers that use the bus heed it.</param>
    /// <param name="cancel">Ends the wait and withdraws what has not left.</param>
    Task NotifyAsync(NotificationMessage message, NotificationPriority priority, int retry, CancellationToken cancel);
}
