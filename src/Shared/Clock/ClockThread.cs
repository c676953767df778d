namespace Amqp1.Transport.Clock;

/// <summary>
/// A clock whose timers fire on one dedicated background thread, so that deadlines, heartbeats and idle checks are on time even if methods
/// of the application block every thread of the thread pool.
/// </summary>
/// <remarks>
/// <para>
/// The thread starts with the first timer, serves the whole process and sleeps until the next timer is due. Thread-safe.
/// </para>
/// <para>
/// A callback must be short, must not block and must not run code of the application, which belongs on the thread pool. Two mechanisms
/// support this rule. No continuation of an <c>await</c> runs on this thread, even if the thread completes the task (see
/// <see cref="PoolContext"/>). Log messages written on this thread are passed to the pool (see <see cref="ClockSafeLogger"/>). An exception
/// that leaves a callback is a defect of this library: it is reported as an unobserved task exception, and the other timers continue.
/// </para>
/// </remarks>
internal sealed class ClockThread : TimeProvider
{
    private static readonly ClockThread Shared = new();

    [ThreadStatic]
    private static bool _isCurrent;

    private readonly object _gate = new();
    private readonly ClockHeap _timers = new();
    private bool _started;

    private ClockThread()
    {
    }

    /// <summary>Whether the calling thread is the clock thread.</summary>
    public static bool IsCurrent => _isCurrent;

    /// <summary>
    /// Returns the clock for deadlines and heartbeats: the clock thread instead of the system clock, or the given clock if it is another
    /// one, such as the fake clock of a test.
    /// </summary>
    public static TimeProvider For(TimeProvider time) => ReferenceEquals(time, System) ? Shared : time;

    /// <inheritdoc />
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ClockTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Sets the time until the timer fires next; null to stop the timer.</summary>
    internal void Schedule(ClockTimer timer, TimeSpan? delay, TimeSpan period)
    {
        lock (_gate)
        {
            if (timer.IsDisposed)
            {
                return;
            }

            _timers.Remove(timer);
            timer.Period = period;
            if (delay is not { } due)
            {
                return;
            }

            timer.Due = GetTimestamp() + ToStamps(due);
            _timers.Add(timer);
            StartThread();
            if (_timers.First == timer)
            {
                Monitor.Pulse(_gate);
            }
        }
    }

    /// <summary>Ends the timer. Its callback may still be running when this returns.</summary>
    internal void Dispose(ClockTimer timer)
    {
        lock (_gate)
        {
            timer.IsDisposed = true;
            _timers.Remove(timer);
        }
    }

    private static long ToStamps(TimeSpan time) => (long)(time.TotalSeconds * Shared.TimestampFrequency);

    private void StartThread()
    {
        if (!_started)
        {
            new Thread(Run) { IsBackground = true, Name = "Amqp1 clock" }.UnsafeStart();
            _started = true;
        }
    }

    private void Run()
    {
        _isCurrent = true;
        SynchronizationContext.SetSynchronizationContext(new PoolContext());
        while (true)
        {
            TakeNext().Fire();
        }
    }

    private ClockTimer TakeNext()
    {
        lock (_gate)
        {
            while (true)
            {
                var now = GetTimestamp();
                if (_timers.First is not { } next)
                {
                    Monitor.Wait(_gate);
                }
                else if (next.Due > now)
                {
                    // Rounded up: a thread that wakes up too early would only have to sleep again.
                    Monitor.Wait(_gate, (int)Math.Min(int.MaxValue, Math.Floor(GetElapsedTime(now, next.Due).TotalMilliseconds) + 1));
                }
                else
                {
                    _timers.Remove(next);
                    if (next.Period > TimeSpan.Zero)
                    {
                        next.Due = now + ToStamps(next.Period);
                        _timers.Add(next);
                    }

                    return next;
                }
            }
        }
    }
}
