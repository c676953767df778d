namespace Amqp1.Bus;

/// <summary>
/// One timer for all deadlines of a bus: a wheel of lists, so that adding and cancelling cost nothing worth counting.
/// </summary>
/// <remarks>
/// Deadlines fire up to one tick late and never early. The timer stands still while there is nothing to wait for.
/// Thread-safe. Deadlines depend on nothing but this timer, so that a connection in trouble cannot delay them.
/// </remarks>
internal sealed class DeadlineTimer : IDisposable
{
    private const int Slots = 1024;
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50);

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly Action<Exception>? _onFailed;
    private readonly long _tickLength;
    private readonly ITimer _timer;
    private readonly Deadline?[] _wheel = new Deadline?[Slots];
    private long _lastTick;
    private int _count;

    /// <param name="time">The clock.</param>
    /// <param name="onFailed">Takes what a deadline throws against its rules, so that the other deadlines still fire.</param>
    public DeadlineTimer(TimeProvider time, Action<Exception>? onFailed = null)
    {
        _onFailed = onFailed;
        _time = time;
        _tickLength = (long)(Tick.TotalSeconds * time.TimestampFrequency);
        _lastTick = time.GetTimestamp() / _tickLength;
        _timer = time.CreateTimer(static state => ((DeadlineTimer)state!).OnTick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The time stamp that lies that far in the future; the last one there is for delays beyond it.</summary>
    public long StampIn(TimeSpan delay)
    {
        var now = _time.GetTimestamp();
        var length = delay.TotalSeconds * _time.TimestampFrequency;
        return length < long.MaxValue - now ? now + (long)length : long.MaxValue;
    }

    /// <summary>How many deadlines are armed.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _count;
            }
        }
    }

    /// <summary>What is left until a time stamp; negative when it has passed.</summary>
    public TimeSpan Until(long stamp)
    {
        var now = _time.GetTimestamp();
        return now <= stamp ? _time.GetElapsedTime(now, stamp) : -_time.GetElapsedTime(stamp, now);
    }

    /// <summary>Arms a deadline that is not armed.</summary>
    public void Add(Deadline deadline, TimeSpan delay)
    {
        lock (_gate)
        {
            if (_count++ == 0)
            {
                _lastTick = _time.GetTimestamp() / _tickLength;
                _timer.Change(Tick, Tick);
            }

            deadline.Due = StampIn(delay);
            // The first tick after the due time; a tick that already ran is never waited for again.
            var tick = Math.Max((deadline.Due / _tickLength) + 1, _lastTick + 1);
            deadline.Slot = (int)(tick % Slots);
            ref var head = ref _wheel[deadline.Slot];
            deadline.Next = head;
            deadline.Previous = null;
            if (head is not null)
            {
                head.Previous = deadline;
            }

            head = deadline;
        }
    }

    /// <summary>Disarms a deadline; false when it was not armed, because it has fired or never was.</summary>
    public bool Remove(Deadline deadline)
    {
        lock (_gate)
        {
            return Unlink(deadline);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _timer.Dispose();

    private bool Unlink(Deadline deadline)
    {
        if (deadline.Slot < 0)
        {
            return false;
        }

        if (deadline.Previous is null)
        {
            _wheel[deadline.Slot] = deadline.Next;
        }
        else
        {
            deadline.Previous.Next = deadline.Next;
        }

        if (deadline.Next is not null)
        {
            deadline.Next.Previous = deadline.Previous;
        }

        deadline.Slot = -1;
        deadline.Next = null;
        deadline.Previous = null;
        _count--;
        return true;
    }

    private void OnTick()
    {
        Deadline? expired = null;
        lock (_gate)
        {
            var now = _time.GetTimestamp();
            var current = now / _tickLength;
            var first = Math.Max(_lastTick + 1, current - Slots + 1);

            // The tick that has begun holds deadlines that are due already; the rest of it is looked at again next time.
            for (var tick = first; tick <= current + 1; tick++)
            {
                for (var entry = _wheel[tick % Slots]; entry is not null;)
                {
                    var next = entry.Next;
                    if (entry.Due <= now)
                    {
                        Unlink(entry);
                        entry.Next = expired;
                        expired = entry;
                    }

                    entry = next;
                }
            }

            _lastTick = Math.Max(_lastTick, current);
            if (_count == 0)
            {
                _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }
        }

        while (expired is not null)
        {
            var next = expired.Next;
            expired.Next = null;
            try
            {
                expired.OnExpired();
            }
#pragma warning disable CA1031 // An exception that leaves a timer's callback ends the process.
            catch (Exception failure) when (_onFailed is not null)
#pragma warning restore CA1031
            {
                _onFailed(failure);
            }

            expired = next;
        }
    }
}
