using Amqp1.Filters;

namespace Amqp1.Core.Tests.Rpc;

/// <summary>A filter that records the messages it sees and runs the given code around them.</summary>
internal sealed class NotingFilter(Func<MessagingFilterContext, MessagingFilterNext, Task>? run = null) : IMessagingFilter
{
    private readonly Lock _gate = new();
    private readonly List<(MessagingFilterKind Kind, Target Target, string? Name)> _seen = [];

    public IReadOnlyList<(MessagingFilterKind Kind, Target Target, string? Name)> Seen
    {
        get
        {
            lock (_gate)
            {
                return [.. _seen];
            }
        }
    }

    public Task InvokeAsync(MessagingFilterContext context, MessagingFilterNext next)
    {
        lock (_gate)
        {
            _seen.Add((context.Kind, context.Target, context.Name));
        }

        return run is null ? next(context) : run(context, next);
    }
}
