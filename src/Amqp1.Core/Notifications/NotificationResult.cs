namespace Amqp1.Notifications;

/// <summary>What a handler says of a notification.</summary>
public enum NotificationResult
{
    /// <summary>Done with: it is accepted.</summary>
    Handled,

    /// <summary>Not now, or not here: it is released, and comes again, here or at another listener.</summary>
    Requeue,
}
