using Amqp1.Transport.Clock;

namespace Amqp1.Bus.Deadlines;

/// <summary>
/// One timer for all deadlines of a bus. It is a wheel of lists, so that adding and removing a deadline are cheap.
/// </summary>
/// <remarks>
/// Deadlines fire up to one tick late and never early. The timer sleeps until the wheel reaches a slot that is in use. An idle bus wakes up
/// about once per turn of the wheel (51.2 s) for each slot in use, a busy bus at most once per tick.
/// Thread-safe. Deadlines depend only on this timer and its clock, so neither a failing connection nor a blocked thread pool can delay them.
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

    /// <summary>The tick at which the timer fires; <see cref="long.MaxValue"/> while the timer is stopped.</summary>
    private long _armedTick = long.MaxValue;
    private int _count;

    /// <param name="time">The clock, from <see cref="Transport.Clock.ClockThread.For"/>.</param>
    /// <param name="onFailed">Receives the exception of a deadline that breaks its contract by throwing. The others still fire.</param>
    public DeadlineTimer(TimeProvider time, Action<Exception>? onFailed = null)
    {
        _onFailed = onFailed;
        _time = time;
        _tickLength = (long)(Tick.TotalSeconds * time.TimestampFrequency);
        _lastTick = time.GetTimestamp() / _tickLength;
        _timer = time.CreateTimer(static state => ((DeadlineTimer)state!).OnTick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>
    /// Returns the time stamp that is <paramref name="delay"/> in the future, or the largest time stamp if the delay is longer.
    /// </summary>
    public long StampIn(TimeSpan delay) => StampAfter(_time.GetTimestamp(), delay);

    /// <summary>The number of armed deadlines.</summary>
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

    /// <summary>Returns the time left until a time stamp, which is negative if the time stamp has passed.</summary>
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

            // The first tick that begins no earlier than the deadline, or the next tick if the deadline has already passed.
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

            // A deadline beyond one turn of the wheel is visited before it is due. The timer then moves on to the next slot in use.
            ArmFor(current + 1 + ((tick - current - 1) % Slots), now);
        }
    }

    /// <summary>Disarms a deadline. Returns false if it was not armed, because it has fired or was never added.</summary>
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
#pragma warning disable CA1031 // An exception that leaves the callback of a timer ends the process.
            catch (Exception failure) when (_onFailed is not null)
#pragma warning restore CA1031
            {
                _onFailed(failure);
            }

            expired = next;
        }
    }

    /// <summary>Arms the timer for the beginning of the tick, unless the timer fires earlier anyway.</summary>
    private void ArmFor(long tick, long now)
    {
        if (tick < _armedTick)
        {
            _armedTick = tick;

            // Rounded up to the resolution of timers: a timer that fires too early would not find an expired deadline.
            var wait = _time.GetElapsedTime(now, tick * _tickLength);
            _timer.Change(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), Timeout.InfiniteTimeSpan);
        }
    }
}
