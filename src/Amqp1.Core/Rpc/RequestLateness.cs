using Amqp1.Bus.Deadlines;

namespace Amqp1.Rpc;

/// <summary>Determines whether a request ended after the deadline of its caller. Callers do not wait beyond the deadline.</summary>
internal static class RequestLateness
{
    /// <summary>
    /// How close to the deadline a method that ends with a timeout or a cancellation is treated as timed out. Code that computes its own
    /// timeout from <see cref="RpcContext.Deadline"/> ends slightly before or after the deadline, and its caller started to count earlier
    /// than this server. An error that is sent at that moment could overtake the timeout that the caller is about to report.
    /// </summary>
    private static readonly TimeSpan TimeoutMargin = TimeSpan.FromMilliseconds(50);

    /// <summary>Returns how long after its deadline a request ended; null when it ended in time.</summary>
    /// <param name="deadlines">The clock of the deadlines.</param>
    /// <param name="outcome">The outcome of the request.</param>
    /// <param name="due">The time stamp of the deadline; null for none.</param>
    public static TimeSpan? Of(DeadlineTimer deadlines, in RequestOutcome outcome, long? due)
    {
        if (due is not { } stamp)
        {
            return null;
        }

        var left = deadlines.Until(stamp);
        return left <= (IsTimeout(outcome.Failure) ? TimeoutMargin : TimeSpan.Zero) ? -left : null;
    }

    /// <summary>Returns whether a method failed because time ran out or because its token was cancelled.</summary>
    public static bool IsTimeout(Exception? failure) => failure is OperationCanceledException or TimeoutException or MessagingTimeoutException;
}
