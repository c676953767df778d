namespace Amqp1.Transport.Clock;

/// <summary>A timer of the <see cref="ClockThread"/>.</summary>
internal sealed class ClockTimer(ClockThread clock, TimerCallback callback, object? state) : ITimer
{
    // Guarded by the clock's lock.
    internal long Due;
    internal TimeSpan Period;
    internal bool IsDisposed;

    /// <summary>The index of the timer in the <see cref="ClockHeap"/>; negative while the timer is not scheduled.</summary>
    internal int Index = -1;

    /// <inheritdoc />
    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        clock.Schedule(this, dueTime < TimeSpan.Zero ? null : dueTime, period);
        return true;
    }

    /// <inheritdoc />
    public void Dispose() => clock.Dispose(this);

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Runs the callback, on the clock thread. Does not throw.</summary>
    internal void Fire()
    {
        try
        {
            callback(state);
        }
#pragma warning disable CA1031 // One defective callback must not end the thread that all deadlines and heartbeats of the process depend on.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            // This task is not observed, so TaskScheduler.UnobservedTaskException reports the failure.
            _ = Task.FromException(failure);
        }
    }
}
