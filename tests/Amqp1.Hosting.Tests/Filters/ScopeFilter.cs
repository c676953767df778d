using System.Collections.Concurrent;
using Amqp1.Filters;
using Amqp1.Hosting.Tests.Hosts;
using Amqp1.Notifications;
using Microsoft.Extensions.DependencyInjection;

namespace Amqp1.Hosting.Tests.Filters;

/// <summary>
/// A filter that depends on a notifier, which is itself created with its filters, and that reads the scope of the message.
/// </summary>
internal sealed class ScopeFilter(INotifier notifier) : IMessagingFilter
{
    public ConcurrentQueue<int> Numbers { get; } = new();

    public async Task InvokeAsync(MessagingFilterContext context, MessagingFilterNext next)
    {
        if (context.Kind == MessagingFilterKind.Dispatch)
        {
            Numbers.Enqueue(context.Services!.GetRequiredService<ScopedThing>().Number);
            await notifier.InfoAsync("filter.dispatch", context.Name, cancel: context.Cancellation);
        }

        await next(context);
    }
}
