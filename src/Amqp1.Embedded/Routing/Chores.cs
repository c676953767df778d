using System.Runtime.CompilerServices;

namespace Amqp1.Embedded.Routing;

/// <summary>
/// Limits what one turn under the router's lock does. Everything that takes longer the more links, consumers or deliveries there are
/// counts its steps here; when a turn has had its share, the rest is done in turns of its own, between which the other connections
/// have theirs. Used under the lock.
/// </summary>
internal sealed class Chores(RouterCore router) : IThreadPoolWorkItem
{
    /// <summary>Steps of a turn. A step takes some hundred nanoseconds at most, so that a turn takes less than about a millisecond.</summary>
    public const int PerTurn = 2000;

    private readonly Queue<IChore> _queue = [];
    private int _used;
    private bool _scheduled;

    /// <summary>The most steps that a turn has done so far.</summary>
    public int MostInTurn { get; private set; }

    /// <summary>The chores that are not done.</summary>
    public int Count => _queue.Count;

    /// <summary>The steps that are left in this turn.</summary>
    public int Left => PerTurn - _used;

    public bool IsUsedUp => _used >= PerTurn;

    /// <summary>Counts a step. False when the turn has had its share, and the step should be left to another one.</summary>
    public bool Spend()
    {
        if (_used >= PerTurn)
        {
            return false;
        }

        _used++;
        return true;
    }

    /// <summary>Counts steps that cannot be put off.</summary>
    public void Charge(int steps) => _used += steps;

    /// <summary>Does the chore now as far as this turn may, and the rest in later turns.</summary>
    public void Do(IChore chore)
    {
        if (!chore.Continue())
        {
            _queue.Enqueue(chore);
        }
    }

    /// <summary>Does the chore in later turns.</summary>
    public void DoLater(IChore chore) => _queue.Enqueue(chore);

    /// <summary>The turn ends. What is left to do gets a turn.</summary>
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
        router.Gate.LetOthersGo();
        using (router.Enter())
        {
            _scheduled = false;
            for (var left = _queue.Count; left > 0 && !IsUsedUp; left--)
            {
                Continue(_queue.Dequeue());
            }
        }
    }

    /// <summary>What is not done goes to the end of the queue, so that a long chore does not hold up the others.</summary>
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
#pragma warning disable CA1031 // A defect of the router must not take the process with it, nor the other chores.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            router.Logger.ChoreFailed(exception);
        }
    }
}
