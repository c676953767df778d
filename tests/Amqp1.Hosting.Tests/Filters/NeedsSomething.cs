using Amqp1.Filters;
using Amqp1.Hosting.Tests.Hosts;

namespace Amqp1.Hosting.Tests.Filters;

/// <summary>A filter with a dependency that is not registered.</summary>
internal sealed class NeedsSomething(ScopedThing thing) : IMessagingFilter
{
    public Task InvokeAsync(MessagingFilterContext context, MessagingFilterNext next) => thing.Number > 0 ? next(context) : Task.CompletedTask;
}
