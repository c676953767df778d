using System.Diagnostics;

namespace Amqp1.Tests.Harness.Stress;

/// <summary>
/// Measures for how long this process got no processor. A thread asks to be woken every 10 ms. If it is woken more than 50 ms late, no code
/// of the process could have met a deadline in that time.
/// </summary>
/// <remarks>It uses a thread and not a timer of the thread pool, because a driver that blocks the pool must not be excused for
/// it.</remarks>
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

    /// <summary>The total time so far, including the current gap.</summary>
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
