using Amqp1.Broker.Diagnostics;
using Amqp1.Broker.Turns;

namespace Amqp1.Broker.Storage;

/// <summary>Reports the results of a store in turns and in order: one turn for the results of a transaction, or more if they are many.</summary>
/// <param name="turns">Gives out the turns.</param>
/// <param name="onDemandChanged">Is called in a turn when <see cref="IMessageStore.WantsMessages"/> may have changed.</param>
internal sealed class StoreTurns(TurnScheduler turns, Action onDemandChanged) : IStoreListener, IChore
{
    private readonly Lock _gate = new();
    private readonly Queue<List<StoreResult>> _completed = [];
    private List<StoreResult> _current = [];
    private int _next;
    private bool _posted;

    public void OnCompleted(List<StoreResult> results)
    {
        lock (_gate)
        {
            _completed.Enqueue(results);
            if (_posted)
            {
                return;
            }

            _posted = true;
        }

        turns.Post(() => turns.Chores.Do(this));
    }

    public void OnDemandChanged() => turns.Post(onDemandChanged);

    /// <inheritdoc/>
    public bool Continue()
    {
        while (HasNext())
        {
            if (!turns.Chores.Spend())
            {
                return false;
            }

            Report(_current[_next++]);
        }

        return true;
    }

    private bool HasNext()
    {
        if (_next < _current.Count)
        {
            return true;
        }

        lock (_gate)
        {
            _next = 0;
            _posted = _completed.TryDequeue(out var next);
            _current = next ?? [];
            return _posted;
        }
    }

    private void Report(in StoreResult result)
    {
        try
        {
            result.Report();
        }
#pragma warning disable CA1031 // A defect of one queue must not stop the results of the others.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            turns.Log.ChoreFailed(exception);
        }
    }
}
