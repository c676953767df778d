namespace Amqp1.Filters;

/// <summary>What comes after a filter. Completes when the message was sent and, for a call, answered, or when it was handled.</summary>
/// <param name="context">The context that the filter was given.</param>
public delegate Task MessagingFilterNext(MessagingFilterContext context);
