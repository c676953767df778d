using System.Collections.Concurrent;
using Amqp1.Transport;
using Amqp1.Transport.Clock;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Amqp1.Core.Tests.Transport;

/// <summary>Tests of the clock whose timers need no thread of the pool.</summary>
public sealed class ClockThreadTests : FaultTest
{
    private static readonly TimeProvider Clock = ClockThread.For(TimeProvider.System);

    [Fact]
    public void A_given_clock_is_kept()
    {
        var fake = new FakeTimeProvider();

        ClockThread.For(fake).ShouldBeSameAs(fake);
        Clock.ShouldNotBeSameAs(TimeProvider.System);
        ClockThread.For(TimeProvider.System).ShouldBeSameAs(Clock);
    }

    [Fact]
    public async Task Timers_fire_in_the_order_of_their_times_on_the_one_thread_that_is_none_of_the_pool()
    {
        var fired = new ConcurrentQueue<(int Delay, int Thread, bool IsPool, bool IsClock)>();
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        int[] delays = [300, 5, 200, 100];
        var timers = delays.Select(delay => Clock.CreateTimer(
            _ =>
            {
                fired.Enqueue((delay, Environment.CurrentManagedThreadId, Thread.CurrentThread.IsThreadPoolThread, ClockThread.IsCurrent));
                if (fired.Count == delays.Length)
                {
                    all.SetResult();
                }
            },
            null,
            TimeSpan.FromMilliseconds(delay),
            Timeout.InfiniteTimeSpan)).ToArray();

        await all.Task.WaitAsync(Limit);

        fired.Select(one => one.Delay).ShouldBe(delays.Order());
        fired.Select(one => one.Thread).Distinct().Count().ShouldBe(1);
        fired.ShouldAllBe(one => !one.IsPool && one.IsClock);
        ClockThread.IsCurrent.ShouldBeFalse();
        Array.ForEach(timers, timer => timer.Dispose());
    }

    [Fact]
    public async Task A_timer_is_not_early()
    {
        var begun = Clock.GetTimestamp();
        var fired = new TaskCompletionSource<TimeSpan>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var timer = Clock.CreateTimer(_ => fired.TrySetResult(Clock.GetElapsedTime(begun)), null, TimeSpan.FromMilliseconds(50), Timeout.InfiniteTimeSpan);

        (await fired.Task.WaitAsync(Limit)).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public async Task A_periodic_timer_goes_on_until_it_is_disposed()
    {
        using var third = new SemaphoreSlim(0);
        var fired = 0;
        var timer = Clock.CreateTimer(
            _ =>
            {
                fired++;
                third.Release();
            },
            null,
            TimeSpan.FromMilliseconds(5),
            TimeSpan.FromMilliseconds(5));
        for (var i = 0; i < 3; i++)
        {
            await third.WaitAsync(Limit);
        }

        await timer.DisposeAsync();
        await FiredAsync();
        var atEnd = fired;
        timer.Change(TimeSpan.Zero, TimeSpan.Zero);
        await FiredAsync();

        fired.ShouldBe(atEnd);
    }

    [Fact]
    public async Task A_timer_can_be_brought_forward_put_off_and_stopped()
    {
        var fired = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var forward = Clock.CreateTimer(_ => fired.TrySetResult(), null, TimeSpan.FromHours(1), Timeout.InfiniteTimeSpan);
        var stopped = false;
        using var stop = Clock.CreateTimer(_ => stopped = true, null, TimeSpan.FromHours(1), Timeout.InfiniteTimeSpan);
        stop.Change(TimeSpan.FromHours(2), Timeout.InfiniteTimeSpan);
        stop.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        forward.Change(TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);

        await fired.Task.WaitAsync(Limit);
        stopped.ShouldBeFalse();
    }

    [Fact]
    public async Task A_callback_that_throws_does_not_end_the_clock()
    {
        using var broken = Clock.CreateTimer(_ => throw new InvalidOperationException("a defect"), null, TimeSpan.Zero, Timeout.InfiniteTimeSpan);

        await FiredAsync();
        await FiredAsync();
    }

    [Fact]
    public async Task No_continuation_of_an_await_runs_on_the_clock_thread()
    {
        // The task has no option that makes continuations asynchronous, so the runtime would run them where the task is completed.
        var completed = new TaskCompletionSource();
        var where = ContinueAsync(completed.Task);
        using var timer = Clock.CreateTimer(_ => completed.SetResult(), null, TimeSpan.FromMilliseconds(20), Timeout.InfiniteTimeSpan);

        (await where.WaitAsync(Limit)).ShouldBe((false, true));

        static async Task<(bool IsClock, bool IsPool)> ContinueAsync(Task task)
        {
            await task.ConfigureAwait(false);
            return (ClockThread.IsCurrent, Thread.CurrentThread.IsThreadPoolThread);
        }
    }

    [Fact]
    public async Task What_is_logged_on_the_clock_thread_is_written_by_the_pool()
    {
        var logger = new Sink();
        var safe = new ClockSafeLogger(logger);
        using var timer = Clock.CreateTimer(_ => safe.LogWarning("on the clock"), null, TimeSpan.Zero, Timeout.InfiniteTimeSpan);

        (await logger.Written.Task.WaitAsync(Limit)).ShouldBe(("on the clock", true));

        safe.LogWarning("here");
        logger.Last.ShouldBe("here");
    }

    /// <summary>Completes when the clock thread has run all timers that were due when this method was called.</summary>
    private async Task FiredAsync()
    {
        var fired = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var timer = Clock.CreateTimer(_ => fired.TrySetResult(), null, TimeSpan.FromMilliseconds(10), Timeout.InfiniteTimeSpan);
        await fired.Task.WaitAsync(Limit);
    }

    private sealed class Sink : ILogger
    {
        public TaskCompletionSource<(string Text, bool IsPool)> Written { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string? Last { get; private set; }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            Last = formatter(state, exception);
            Written.TrySetResult((Last, Thread.CurrentThread.IsThreadPoolThread));
        }
    }
}
