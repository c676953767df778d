using Amqp1.Dialects;

namespace Amqp1.Notifications;

/// <summary>A notification that waits in the queue of a notifier. Its payload belongs to it.</summary>
/// <param name="Notifier">The notifier that sends it.</param>
/// <param name="Message">The notification.</param>
/// <param name="Priority">The priority.</param>
/// <param name="Request">The request context.</param>
/// <param name="Flow">The execution context of the code that enqueued it, with its activity; null if its flow is suppressed.</param>
internal sealed record EnqueuedNotification(
    IQueuedSender Notifier, NotificationMessage Message, NotificationPriority Priority, MessagingContext Request, ExecutionContext? Flow)
{
    /// <summary>Starts to send the notification, as a part of the operation that enqueued it.</summary>
    public Task SendAsync()
    {
        if (Flow is null)
        {
            return Notifier.SendAsync(this);
        }

        Task sending = Task.CompletedTask;
        ExecutionContext.Run(Flow, _ => sending = Notifier.SendAsync(this), null);
        return sending;
    }
}
