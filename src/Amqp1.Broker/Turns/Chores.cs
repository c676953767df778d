using System.Runtime.CompilerServices;
using Amqp1.Broker.Diagnostics;

namespace Amqp1.Broker.Turns;

/// <summary>
/// Limits the work of one turn under the lock. Work that grows with the number of links, consumers or deliveries counts its steps
/// here. When a turn has used its steps, the rest is done in later turns, so that the other connections get turns in between. Used under
/// the lock.
/// </summary>
internal sealed class Chores(TurnScheduler turns) : IThreadPoolWorkItem
{
    /// <summary>
    /// The number of steps in a turn. A step takes at most some hundred nanoseconds, so a turn takes less than about a millisecond.
    /// </summary>
    public const int PerTurn = 2000;

    private readonly Queue<IChore> _queue = [];
    private int _used;
    private bool _scheduled;

    /// <summary>The maximum number of steps of a turn so far.</summary>
    public int MostInTurn { get; private set; }

    /// <summary>The number of unfinished chores.</summary>
    public int Count => _queue.Count;

    /// <summary>The number of remaining steps in this turn.</summary>
    public int Left => PerTurn - _used;

    public bool IsUsedUp => _used >= PerTurn;

    /// <summary>Counts a step. Returns false if the turn has used its steps, and the step should be left to a later turn.</summary>
    public bool Spend()
    {
        if (_used >= PerTurn)
        {
            return false;
        }

        _used++;
        return true;
    }

    /// <summary>Counts steps that cannot be postponed.</summary>
    public void Charge(int steps) => _used += steps;

    /// <summary>Starts the chore in this turn and continues it in later turns if necessary.</summary>
    public void Do(IChore chore)
    {
        if (!chore.Continue())
        {
            _queue.Enqueue(chore);
        }
    }

    /// <summary>Runs the chore in later turns.</summary>
    public void DoLater(IChore chore) => _queue.Enqueue(chore);

    /// <summary>Ends the turn and schedules a turn for the remaining work.</summary>
    public void EndTurn()
    {
        if (_used > MostInTurn)
        {
            MostInTurn = _used;
        }

        _used = 0;
        if (_queue.Count > 0 && !_scheduled)
        {
            _scheduled = true;
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    void IThreadPoolWorkItem.Execute()
    {
        turns.Gate.LetOthersGo();
        using (turns.Enter())
        {
            _scheduled = false;
            for (var left = _queue.Count; left > 0 && !IsUsedUp; left--)
            {
                Continue(_queue.Dequeue());
            }
        }
    }

    /// <summary>Continues a chore. If it is not finished, it moves to the end of the queue, so that a long chore does not delay the others.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Continue(IChore chore)
    {
        try
        {
            if (!chore.Continue())
            {
                _queue.Enqueue(chore);
            }
        }
#pragma warning disable CA1031 // A defect of the broker must not end the process or the other chores.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            turns.Log.ChoreFailed(exception);
        }
    }
}
