namespace Amqp1.Bus;

/// <summary>
/// One timer for all deadlines of a bus: a wheel of lists, so that adding and cancelling cost nothing worth counting.
/// </summary>
/// <remarks>
/// Deadlines fire up to one tick late and never early. The timer sleeps until the wheel reaches a slot that is in use: an idle bus wakes
/// about once in a turn of the wheel (51.2 s) for each slot in use, a busy one at most once in a tick.
/// Thread-safe. Deadlines depend on nothing but this timer and its clock, so that neither a connection in trouble nor a blocked thread pool
/// can delay them.
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
    private readonly SlotSet _used = new(Slots);
    private long _lastTick;

    /// <summary>The tick at which the timer fires; the largest number while it stands still.</summary>
    private long _armedTick = long.MaxValue;
    private int _count;

    /// <param name="time">The clock, from <see cref="Transport.ClockThread.For"/>.</param>
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
    public long StampIn(TimeSpan delay) => StampAfter(_time.GetTimestamp(), delay);

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
            _count++;
            var now = _time.GetTimestamp();
            deadline.Due = StampAfter(now, delay);

            // The first tick that begins no earlier than it is due, or the next one if its time has passed already.
            var current = now / _tickLength;
            var (whole, rest) = Math.DivRem(deadline.Due, _tickLength);
            var tick = Math.Max(rest > 0 ? whole + 1 : whole, current + 1);
            deadline.Slot = (int)(tick % Slots);
            ref var head = ref _wheel[deadline.Slot];
            deadline.Next = head;
            deadline.Previous = null;
            if (head is not null)
            {
                head.Previous = deadline;
            }

            head = deadline;
            _used.Add(deadline.Slot);

            // A deadline beyond one turn of the wheel is met before it is due; then the timer goes on to the next slot.
            ArmFor(current + 1 + ((tick - current - 1) % Slots), now);
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

    private long StampAfter(long now, TimeSpan delay)
    {
        var length = delay.TotalSeconds * _time.TimestampFrequency;
        return length < long.MaxValue - now ? now + (long)length : long.MaxValue;
    }

    private bool Unlink(Deadline deadline)
    {
        if (deadline.Slot < 0)
        {
            return false;
        }

        if (deadline.Previous is null)
        {
            _wheel[deadline.Slot] = deadline.Next;
            if (deadline.Next is null)
            {
                _used.Remove(deadline.Slot);
            }
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
            for (var tick = Math.Max(_lastTick + 1, current - Slots + 1); tick <= current; tick++)
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
            _armedTick = long.MaxValue;
            if (_used.DistanceToNext((int)(current % Slots)) is > 0 and var distance)
            {
                ArmFor(current + distance, now);
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

    /// <summary>Lets the timer fire when the tick begins, unless it fires before that anyway.</summary>
    private void ArmFor(long tick, long now)
    {
        if (tick < _armedTick)
        {
            _armedTick = tick;

            // Rounded up to what timers count in: one that came too early would find nothing to do.
            var wait = _time.GetElapsedTime(now, tick * _tickLength);
            _timer.Change(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), Timeout.InfiniteTimeSpan);
        }
    }
}
