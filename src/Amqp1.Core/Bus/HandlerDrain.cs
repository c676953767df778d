namespace Amqp1.Bus;

/// <summary>
/// Limits how long handlers go on after a stop has begun: their tokens fire when the time is up, and then they have a short time to end.
/// </summary>
/// <remarks>
/// The time runs from the beginning of the stop, whether a handler runs at that moment or not, because a stopping process may still begin
/// handlers for messages of its own. Thread-safe.
/// </remarks>
internal sealed class HandlerDrain : IDisposable
{
    /// <summary>How long handlers have, after their tokens fired, to end.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _stopped = new();
    private readonly CancellationTokenSource _over = new();
    private readonly MessageBus _bus;
    private readonly Func<Task> _idle;
    private readonly Action<TimeSpan, TimeSpan> _onTimedOut;
    private Task _limit = Task.CompletedTask;

    /// <param name="bus">The bus that the handlers serve.</param>
    /// <param name="idle">Gives a task that completes when no handler runs.</param>
    /// <param name="onTimedOut">Is told how long the handlers had and what the limit was, when some of them still run at the end of it.</param>
    public HandlerDrain(MessageBus bus, Func<Task> idle, Action<TimeSpan, TimeSpan> onTimedOut)
    {
        (_bus, _idle, _onTimedOut) = (bus, idle, onTimedOut);
        Stopped = _stopped.Token;
    }

    /// <summary>The token of all handlers.</summary>
    public CancellationToken Stopped { get; }

    /// <summary>Lets the time begin. To be called once.</summary>
    /// <param name="limit">How long handlers may go on.</param>
    /// <param name="cancel">Ends the time early.</param>
    public void Begin(TimeSpan limit, CancellationToken cancel) => _limit = LimitAsync(limit, cancel);

    /// <summary>Completes when no handler runs, or a short time after the tokens of those that still run have fired. Does not throw.</summary>
    public async Task WaitUntilIdleAsync()
    {
        var isIdle = _idle();
        await Task.WhenAny(isIdle, _limit).ConfigureAwait(false);
        if (!isIdle.IsCompleted)
        {
            await Waiting.EndsWithinAsync(isIdle, Grace, _bus.Time, CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>Nothing is begun any more, so there is nothing left to limit. Does not throw.</summary>
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

        await Waiting.CancelAsync(_stopped, Grace, _bus).ConfigureAwait(false);
    }
}
