using Amqp1.Broker.Context;

namespace Amqp1.Broker.Nodes;

/// <summary>The objects that wait for a deadline, soonest first, and the timer that expires them. Used in a turn.</summary>
internal sealed class Expiries : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);
    private readonly BrokerContext _context;
    private readonly SortedSet<IExpiring> _waiting = new(Comparer<IExpiring>.Create(Compare));
    private readonly ITimer _timer;
    private long _number;
    private long _armed = long.MaxValue;

    public Expiries(BrokerContext context)
    {
        _context = context;
        _timer = context.Time.CreateTimer(static state => ((Expiries)state!).Tick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public int Count => _waiting.Count;

    /// <summary>Adds an object that begins to wait for its deadline.</summary>
    public void Add(IExpiring waiting)
    {
        waiting.WaitNumber = ++_number;
        _waiting.Add(waiting);
        if (waiting.Deadline < _armed)
        {
            Arm(waiting.Deadline);
        }
    }

    /// <summary>Removes an object that no longer waits. Does nothing if it is not one of the waiting ones.</summary>
    public void Remove(IExpiring waiting)
    {
        if (waiting.WaitNumber != 0)
        {
            _waiting.Remove(waiting);
            waiting.WaitNumber = 0;
        }
    }

    public void Dispose() => _timer.Dispose();

    private static int Compare(IExpiring left, IExpiring right)
    {
        var byTime = left.Deadline.CompareTo(right.Deadline);
        return byTime != 0 ? byTime : left.WaitNumber.CompareTo(right.WaitNumber);
    }

    private void Tick()
    {
        using (_context.Turns.Enter())
        {
            _armed = long.MaxValue;
            var now = _context.Time.GetTimestamp();
            while (_waiting.Min is { } first)
            {
                if (first.Deadline > now)
                {
                    Arm(first.Deadline);
                    return;
                }

                if (!_context.Turns.Chores.Spend())
                {
                    Arm(now);
                    return;
                }

                first.Expire();
            }
        }
    }

    private void Arm(long deadline)
    {
        _armed = deadline;
        var left = _context.Time.GetElapsedTime(_context.Time.GetTimestamp(), deadline);

        // A timer counts whole milliseconds and must not fire early, because it would fire again at once. It also does not accept more than
        // 49 days.
        var due = left < Longest ? left + TimeSpan.FromMilliseconds(1) : Longest;
        _timer.Change(due > TimeSpan.Zero ? due : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }
}
