namespace Amqp1.Broker.Turns;

/// <summary>
/// A turn under the lock of the broker, from <see cref="TurnScheduler.Enter"/> to the end of the using block. At the end, the collected information
/// is sent, the lock is released, and the collected log entries are written.
/// </summary>
internal readonly ref struct Turn : IDisposable
{
    private readonly TurnScheduler _turns;
    private readonly List<ITurnOutput>? _written;

    public Turn(TurnScheduler turns, List<ITurnOutput>? written)
    {
        _turns = turns;
        _written = written;
        turns.Gate.Enter();
    }

    public void Dispose()
    {
        List<Action>? logged;
        try
        {
            _turns.End(_written);
        }
        finally
        {
            logged = _turns.Log.Take();
            _turns.Gate.Exit();
        }

        foreach (var write in logged ?? [])
        {
            write();
        }
    }
}
