using Amqp1.Notifications.Receiving;
using Microsoft.Extensions.Time.Testing;

namespace Amqp1.Core.Tests.Notifications;

/// <summary>Tests what becomes of items and batches while a listener stops.</summary>
public sealed class BatchCollectorStopTests : FaultTest
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private readonly FakeTimeProvider _time = new();
    private readonly EventLog<int[]> _batches = new();
    private readonly List<int> _givenBack = [];
    private readonly TaskCompletionSource _mayEnd = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task An_item_of_this_process_that_comes_after_the_stop_is_a_batch_of_its_own()
    {
        using var collector = Create();
        _mayEnd.SetResult();
        collector.Stop();

        collector.Add(1, isOwn: true);
        collector.Add(2);
        collector.Add(3, isOwn: true);

        var batches = await _batches.ReachAsync<int[]>(2, cancel: Limit);
        batches.Select(batch => batch.ShouldHaveSingleItem()).ShouldBe([1, 3], ignoreOrder: true);
        _givenBack.ShouldBe([2]);
    }

    [Fact]
    public async Task An_item_of_this_process_before_the_stop_waits_like_others()
    {
        using var collector = Create();
        _mayEnd.SetResult();

        collector.Add(1, isOwn: true);
        collector.Running.ShouldBe(0);
        _time.Advance(Timeout);

        (await _batches.FirstAsync<int[]>(cancel: Limit)).ShouldBe([1]);
    }

    [Fact]
    public void A_second_stop_gives_nothing_back_again()
    {
        using var collector = Create();
        collector.Add(1);

        collector.Stop();
        collector.Stop();

        _givenBack.ShouldBe([1]);
    }

    [Fact]
    public void A_collector_that_was_disposed_of_dispatches_nothing_by_time()
    {
        var collector = Create();
        collector.Add(1);

        collector.Dispose();
        _time.Advance(Timeout * 2);

        collector.Running.ShouldBe(0);
        collector.Idle.IsCompleted.ShouldBeTrue();
    }

    [Fact]
    public async Task A_batch_is_running_until_it_has_been_dispatched()
    {
        using var collector = Create();
        collector.Idle.IsCompleted.ShouldBeTrue();

        collector.Add(1);
        collector.Add(2);
        collector.Add(3);

        collector.Running.ShouldBe(1);
        collector.Idle.IsCompleted.ShouldBeFalse();
        _mayEnd.SetResult();
        await collector.Idle.WaitAsync(Limit);
        collector.Running.ShouldBe(0);
    }

    [Fact]
    public async Task Items_after_a_full_batch_begin_the_next_one()
    {
        using var collector = Create();
        _mayEnd.SetResult();

        for (var i = 1; i <= 7; i++)
        {
            collector.Add(i);
        }

        (await _batches.ReachAsync<int[]>(2, cancel: Limit)).OrderBy(batch => batch[0]).ShouldBe([[1, 2, 3], [4, 5, 6]]);
        _time.Advance(Timeout);
        (await _batches.ReachAsync<int[]>(3, cancel: Limit))[^1].ShouldBe([7]);
    }

    [Fact]
    public void A_timer_that_fires_for_an_empty_batch_does_nothing()
    {
        var time = new ManualTimer();
        using var collector = Create(time);

        time.Fire();

        collector.Running.ShouldBe(0);
        time.Changes.ShouldBeEmpty();
    }

    [Fact]
    public void The_rest_of_the_time_is_waited_for_in_whole_milliseconds()
    {
        var time = new ManualTimer();
        using var collector = Create(time);

        collector.Add(1);
        time.Advance(Timeout - TimeSpan.FromTicks(1));
        time.Fire();

        collector.Running.ShouldBe(0);
        time.Changes.ShouldBe([Timeout, TimeSpan.FromMilliseconds(1)]);
    }

    private BatchCollector<int> Create(TimeProvider? time = null) => new(
        3,
        Timeout,
        time ?? _time,
        async batch =>
        {
            _batches.Add([.. batch]);
            await _mayEnd.Task;
        },
        _givenBack.Add);

    /// <summary>A clock whose timer fires only when a test says so.</summary>
    private sealed class ManualTimer : FakeTimeProvider
    {
        private Action? _callback;

        public List<TimeSpan> Changes { get; } = [];

        public void Fire() => _callback!();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _callback = () => callback(state);
            return new Noting(this);
        }

        private sealed class Noting(ManualTimer time) : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period)
            {
                time.Changes.Add(dueTime);
                return true;
            }

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
