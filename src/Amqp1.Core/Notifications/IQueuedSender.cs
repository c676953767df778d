using Amqp1.Dialects;

namespace Amqp1.Notifications;

/// <summary>Composes notifications, and sends them after they have waited in a queue or an outbox.</summary>
internal interface IQueuedSender
{
    /// <summary>Writes a notification, with a new ID and the current time. Its payload belongs to it.</summary>
    /// <exception cref="NotSupportedException">The JSON options have no metadata for the type of the payload.</exception>
    NotificationMessage Compose(NotificationPriority priority, string eventType, object? payload, MessagingContext context);

    /// <summary>Sends a notification. Completes when all drivers have processed it, and fails if one of them cannot.</summary>
    Task SendAsync(EnqueuedNotification notification);
}
