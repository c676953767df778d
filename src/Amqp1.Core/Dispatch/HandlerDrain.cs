using Amqp1.Bus.Context;
using Amqp1.Wire;

namespace Amqp1.Dispatch;

/// <summary>
/// Limits how long handlers may continue after a stop has begun. When the limit has passed, their tokens are cancelled, and the handlers
/// have a short grace period to end.
/// </summary>
/// <remarks>
/// The time runs from the beginning of the stop, even if no handler runs at that moment, because a stopping process may still start
/// handlers for its own messages. Thread-safe.
/// </remarks>
internal sealed class HandlerDrain : IDisposable
{
    /// <summary>The time that handlers have to end after their tokens were cancelled.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _stopped = new();
    private readonly CancellationTokenSource _over = new();
    private readonly BusContext _bus;
    private readonly Func<Task> _idle;
    private readonly Action<TimeSpan, TimeSpan> _onTimedOut;
    private Task _limit = Task.CompletedTask;

    /// <param name="bus">The context of the bus that the handlers serve.</param>
    /// <param name="idle">Returns a task that completes when no handler runs.</param>
    /// <param name="onTimedOut">Receives the elapsed time and the limit if handlers still run when the limit has passed.</param>
    public HandlerDrain(BusContext bus, Func<Task> idle, Action<TimeSpan, TimeSpan> onTimedOut)
    {
        (_bus, _idle, _onTimedOut) = (bus, idle, onTimedOut);
        Stopped = _stopped.Token;
    }

    /// <summary>The token of all handlers.</summary>
    public CancellationToken Stopped { get; }

    /// <summary>Starts the time limit. Must be called only once.</summary>
    /// <param name="limit">How long handlers may continue.</param>
    /// <param name="cancel">Ends the time limit early.</param>
    public void Begin(TimeSpan limit, CancellationToken cancel) => _limit = LimitAsync(limit, cancel);

    /// <summary>
    /// Completes when no handler runs, or when the grace period after the cancellation of the handlers' tokens has passed. Does not throw.
    /// </summary>
    public async Task WaitUntilIdleAsync()
    {
        var isIdle = _idle();
        await Task.WhenAny(isIdle, _limit).ConfigureAwait(false);
        if (!isIdle.IsCompleted)
        {
            await Waiting.EndsWithinAsync(isIdle, Grace, _bus.Time, CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>Stops the time limit, because no further handlers are started. Does not throw.</summary>
    public Task EndAsync()
    {
        _over.Cancel();
        return _limit;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _over.Cancel();
        _stopped.Dispose();
    }

    private async Task LimitAsync(TimeSpan limit, CancellationToken cancel)
    {
        var begun = _bus.Time.GetTimestamp();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, _over.Token);
        await Waiting.EndsWithinAsync(Task.Delay(Timeout.InfiniteTimeSpan, either.Token), limit, _bus.Time, either.Token).ConfigureAwait(false);
        if (_over.IsCancellationRequested)
        {
            return;
        }

        if (!_idle().IsCompleted)
        {
            _onTimedOut(_bus.Time.GetElapsedTime(begun), limit);
        }

        await CancelHandlersAsync().ConfigureAwait(false);
    }

    /// <summary>
    /// Cancels the tokens of the handlers and waits for the callbacks registered with them. These callbacks are foreign code: their
    /// exceptions are logged, and the wait ends after the grace period.
    /// </summary>
    private async Task CancelHandlersAsync()
    {
        try
        {
            var cancelled = Waiting.IgnoreLateFault(_stopped.CancelAsync());
            await Waiting.EndsWithinAsync(cancelled, Grace, _bus.Time, CancellationToken.None).ConfigureAwait(false);
        }
        catch (AggregateException failure)
        {
            CallbackLog.CallbackFailed(_bus.Logger, failure);
        }
    }
}
