namespace Amqp1.Filters;

/// <summary>A filter that calls a delegate.</summary>
internal sealed class DelegateFilter(Func<MessagingFilterContext, MessagingFilterNext, Task> invoke) : IMessagingFilter
{
    public Task InvokeAsync(MessagingFilterContext context, MessagingFilterNext next) => invoke(context, next);
}
