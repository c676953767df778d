using System.Diagnostics;

namespace Amqp1.Tests.Harness.Stress;

/// <summary>
/// Measures for how long this process got no processor. A thread of its own asks to be woken every 10 ms; what it is late by more
/// than 50 ms at a time is time in which no deadline could be kept by anybody.
/// </summary>
/// <remarks>A thread, not a timer of the thread pool: a driver that blocks the pool must not excuse itself.</remarks>
internal sealed class Starvation : IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Jitter = TimeSpan.FromMilliseconds(50);
    private readonly ManualResetEventSlim _end = new();
    private readonly Thread _thread;
    private long _total;
    private long _lastTick = Stopwatch.GetTimestamp();

    public Starvation()
    {
        _thread = new Thread(Run) { IsBackground = true, Name = "starvation" };
        _thread.Start();
    }

    /// <summary>All of it so far, the current gap included.</summary>
    public TimeSpan Total => TimeSpan.FromTicks(Interlocked.Read(ref _total)) + Late(Stopwatch.GetElapsedTime(Interlocked.Read(ref _lastTick)));

    public void Dispose()
    {
        _end.Set();
        _thread.Join();
        _end.Dispose();
    }

    private static TimeSpan Late(TimeSpan gap) => gap > Tick + Jitter ? gap - Tick : TimeSpan.Zero;

    private void Run()
    {
        while (!_end.Wait(Tick))
        {
            var now = Stopwatch.GetTimestamp();
            Interlocked.Add(ref _total, Late(Stopwatch.GetElapsedTime(_lastTick, now)).Ticks);
            Interlocked.Exchange(ref _lastTick, now);
        }
    }
}
