namespace Amqp1.Configuration;

/// <summary>Specifies what happens to an enqueued notification when the queue of the notifier is full.</summary>
public enum NotificationQueueFullMode
{
    /// <summary>The new notification is dropped, and <c>Enqueue</c> returns false.</summary>
    DropNewest,

    /// <summary>The notification that has waited longest is dropped, and the new one is added.</summary>
    DropOldest,

    /// <summary>The new notification is refused with <c>NotificationQueueFullException</c>.</summary>
    Refuse,
}
