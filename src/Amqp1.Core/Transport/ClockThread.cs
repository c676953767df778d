namespace Amqp1.Transport;

/// <summary>
/// A clock whose timers fire on one background thread of its own, so that deadlines, heartbeats and idle checks are on time even when
/// every thread of the thread pool is blocked by methods of the application.
/// </summary>
/// <remarks>
/// <para>
/// The thread starts with the first timer, serves the whole process and sleeps until the next timer is due. Thread-safe.
/// </para>
/// <para>
/// A callback must be short, must not block and must not run code of the application; it hands that to the thread pool. Two things help it:
/// no continuation of an <c>await</c> runs on this thread, whoever completes the task (see <see cref="PoolContext"/>), and log messages
/// written on this thread are passed to the pool (see <see cref="ClockSafeLogger"/>). An exception that leaves a callback is a defect of ours;
/// it appears as an unobserved task exception, and the other timers go on.
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
    /// Returns the clock on which deadlines and heartbeats run: the clock thread in place of the system's clock, or the given clock if it is
    /// another one, such as the fake clock of a test.
    /// </summary>
    public static TimeProvider For(TimeProvider time) => ReferenceEquals(time, System) ? Shared : time;

    /// <inheritdoc />
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ClockTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Sets when the timer fires next; null for never.</summary>
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
                    // Rounded up: waking a little too early would only mean to sleep again.
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
