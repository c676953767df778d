namespace Amqp1.Notifications;

/// <summary>
/// The exception of <see cref="INotifier.Enqueue"/> when the queue is full and <c>Amqp1:Notifications:QueueFullMode</c> is
/// <c>Refuse</c>. The notification was not sent and will not be sent.
/// </summary>
public sealed class NotificationQueueFullException : MessagingException
{
    internal NotificationQueueFullException(int capacity)
        : base($"The queue of notifications is full: {capacity} notifications wait to be sent (Amqp1:Notifications:QueueCapacity).")
    {
    }
}
