namespace Amqp1.Filters;

/// <summary>Runs code around messages that are sent and handled: calls, casts and notifications on both sides.</summary>
/// <remarks>
/// One object serves all messages concurrently, so it must be thread-safe. Filters run in the order in which they were added; the first
/// filter is the outermost. An exception of a filter is reported to the caller. On the sending side, the call throws it. On the serving
/// side, it becomes the single failure reply of the request, as if the method had thrown it.
/// </remarks>
public interface IMessagingFilter
{
    /// <summary>
    /// Runs code before or after the message is sent or handled, or in place of that. A filter that does not call <paramref name="next"/>
    /// replaces the remaining steps: a call completes with the default value of its result type, a request is answered without a result, a
    /// cast or notification is not sent, and a received notification is treated as handled. A filter can call <paramref name="next"/>
    /// again, which sends or handles the message again.
    /// </summary>
    /// <param name="context">The message.</param>
    /// <param name="next">The remaining filters and, after them, the sending or handling of the message.</param>
    Task InvokeAsync(MessagingFilterContext context, MessagingFilterNext next);
}
