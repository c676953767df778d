using Amqp1.Filters;

namespace Amqp1.Hosting.Internal;

/// <summary>
/// Limits how many of the matching requests and notifications run at the same time. Others wait, up to a number; beyond it, they are
/// refused at once. Thread-safe.
/// </summary>
internal sealed class ConcurrencyLimit : IMessagingFilter, IDisposable
{
    private readonly SemaphoreSlim _places;
    private readonly ConcurrencyLimitOptions _options;
    private int _waiting;

    /// <exception cref="ArgumentException">An option is not valid.</exception>
    public ConcurrencyLimit(ConcurrencyLimitOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Limit, 1, nameof(options.Limit));
        ArgumentOutOfRangeException.ThrowIfNegative(options.QueueLimit, nameof(options.QueueLimit));
        _options = options;
        _places = new SemaphoreSlim(options.Limit, options.Limit);
    }

    public Task InvokeAsync(MessagingFilterContext context, MessagingFilterNext next) => IsMeant(context) ? RunAsync(context, next) : next(context);

    public void Dispose() => _places.Dispose();

    private bool IsMeant(MessagingFilterContext context) =>
        context.Kind is MessagingFilterKind.Dispatch or MessagingFilterKind.Listen
        && (_options.Topic is null || _options.Topic == context.Target.Topic)
        && (_options.Name is null || _options.Name == context.Name);

    private async Task RunAsync(MessagingFilterContext context, MessagingFilterNext next)
    {
        if (!_places.Wait(0, CancellationToken.None))
        {
            await WaitAsync(context).ConfigureAwait(false);
        }

        try
        {
            await next(context).ConfigureAwait(false);
        }
        finally
        {
            _places.Release();
        }
    }

    private async Task WaitAsync(MessagingFilterContext context)
    {
        if (Interlocked.Increment(ref _waiting) > _options.QueueLimit)
        {
            Interlocked.Decrement(ref _waiting);
            throw new ServerBusyException($"{context.Name ?? "A batch"} of topic {context.Target.Topic} is refused: {_options.Limit} run and {_options.QueueLimit} wait.");
        }

        try
        {
            await _places.WaitAsync(context.Cancellation).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }
}
