namespace Amqp1.Notifications;

/// <summary>The result of a notification handler.</summary>
public enum NotificationResult
{
    /// <summary>The notification was handled: it is accepted.</summary>
    Handled,

    /// <summary>The notification was not handled: it is released and delivered again, to this listener or another one.</summary>
    Requeue,
}
