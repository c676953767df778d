using Amqp1.Broker.Context;

namespace Amqp1.Broker.Nodes.Routing;

/// <summary>The waiting deliveries with a time-to-live, soonest first, and the timer that drops them. Used in a turn.</summary>
internal sealed class Expiries : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);
    private readonly BrokerContext _context;
    private readonly SortedSet<HeldDelivery> _waiting = new(Comparer<HeldDelivery>.Create(Compare));
    private readonly ITimer _timer;
    private long _number;
    private long _armed = long.MaxValue;

    public Expiries(BrokerContext context)
    {
        _context = context;
        _timer = context.Time.CreateTimer(static state => ((Expiries)state!).Tick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public int Count => _waiting.Count;

    /// <summary>Adds a delivery that begins to wait.</summary>
    public void Add(HeldDelivery delivery)
    {
        if (delivery.Expiry is { } expiry)
        {
            delivery.WaitNumber = ++_number;
            _waiting.Add(delivery);
            if (expiry.Deadline < _armed)
            {
                Arm(expiry.Deadline);
            }
        }
    }

    /// <summary>Removes a delivery that no longer waits.</summary>
    public void Remove(HeldDelivery delivery)
    {
        if (delivery.WaitNumber != 0)
        {
            _waiting.Remove(delivery);
            delivery.WaitNumber = 0;
        }
    }

    public void Dispose() => _timer.Dispose();

    private static int Compare(HeldDelivery left, HeldDelivery right)
    {
        var byTime = left.Expiry!.Deadline.CompareTo(right.Expiry!.Deadline);
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
                if (first.Expiry!.Deadline > now)
                {
                    Arm(first.Expiry.Deadline);
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
