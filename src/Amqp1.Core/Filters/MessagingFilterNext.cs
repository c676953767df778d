namespace Amqp1.Filters;

/// <summary>
/// Calls the remaining filters and the operation itself. Completes when the message was sent and, for a call, answered, or when it was
/// handled.
/// </summary>
/// <param name="context">The context that was passed to the filter.</param>
public delegate Task MessagingFilterNext(MessagingFilterContext context);
