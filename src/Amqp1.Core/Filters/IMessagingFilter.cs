namespace Amqp1.Filters;

/// <summary>Stands around what is sent and what is handled: calls, casts and notifications on both sides.</summary>
/// <remarks>
/// One object serves all messages at the same time, so it must be thread-safe. Filters run in the order in which they were
/// added, the first being the outermost. What a filter throws is what the caller sees: on the sending side the exception comes out of
/// the call; on the serving side it becomes the one failure reply of the request, as if the method had thrown it.
/// </remarks>
public interface IMessagingFilter
{
    /// <summary>
    /// Does something before, after or instead of what the message is about. A filter that does not call <paramref name="next"/>
    /// takes the rest's place: a call then completes with the default of its result type, a request is answered with no result, a
    /// cast or notification is not sent, a received notification counts as handled. <paramref name="next"/> may be called again,
    /// which sends or handles again.
    /// </summary>
    /// <param name="context">The message.</param>
    /// <param name="next">The filters that follow and, in the end, the message itself.</param>
    Task InvokeAsync(MessagingFilterContext context, MessagingFilterNext next);
}
