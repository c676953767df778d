namespace Amqp1.Notifications.Receiving;

/// <summary>The outcome of the handlers of a notification or batch.</summary>
/// <param name="Result">Whether the messages are accepted or released.</param>
/// <param name="Failed">The exception of the last handler that failed; null if none did.</param>
/// <param name="IsAttempt">
/// Whether a released message counts as a failed delivery. It does not if the handler was cancelled by a stop or refused by a filter.
/// </param>
internal readonly record struct HandlingOutcome(NotificationResult Result, Exception? Failed, bool IsAttempt)
{
    /// <summary>Returns the outcome of a handler that requested redelivery.</summary>
    public static HandlingOutcome Requested(Exception? failed) => new(NotificationResult.Requeue, failed, IsAttempt: true);

    /// <summary>Returns the outcome of a handler whose failure requires redelivery.</summary>
    public static HandlingOutcome Failure(Exception failed) => new(NotificationResult.Requeue, failed, failed is not IRefusal);

    /// <summary>Returns the outcome of a handler that a stop has cancelled.</summary>
    public static HandlingOutcome Cancelled(Exception? failed) => new(NotificationResult.Requeue, failed, IsAttempt: false);

    /// <summary>Returns the outcome when no handler requires redelivery.</summary>
    public static HandlingOutcome Handled(Exception? failed) => new(NotificationResult.Handled, failed, IsAttempt: false);
}
