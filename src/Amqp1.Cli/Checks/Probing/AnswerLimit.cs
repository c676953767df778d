namespace Amqp1.Cli.Checks.Probing;

/// <summary>The time within which a peer has to answer.</summary>
internal sealed class AnswerLimit : IDisposable
{
    private readonly CancellationTokenSource _limit;
    private readonly CancellationTokenSource _either;

    public AnswerLimit(TimeSpan limit, TimeProvider time, CancellationToken cancel)
    {
        _limit = new CancellationTokenSource(limit, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(cancel, _limit.Token);
    }

    /// <summary>A token that fires when the time is over or the check is cancelled.</summary>
    public CancellationToken Token => _either.Token;

    public void Dispose()
    {
        _either.Dispose();
        _limit.Dispose();
    }
}
