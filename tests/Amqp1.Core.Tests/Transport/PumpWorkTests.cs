using System.Collections.Concurrent;
using System.Threading.Channels;
using Amqp1.Transport;
using Microsoft.Extensions.Time.Testing;

namespace Amqp1.Core.Tests.Transport;

public sealed class PumpWorkTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly FakeTimeProvider _time = new();
    private readonly ConcurrentQueue<(int Number, int Thread)> _run = new();
    private readonly Channel<bool> _sent = Channel.CreateUnbounded<bool>();
    private readonly PumpWork _work;

    public PumpWorkTests() => _work = new PumpWork(_time) { SendFrames = () => _sent.Writer.TryWrite(true) };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Collected_items_run_after_the_hand_over_in_order_on_one_thread()
    {
        var items = Items(10);
        items.ShouldAllBe(item => _work.TryAdd(item));
        _run.ShouldBeEmpty();

        _work.HandOver();

        await Task.WhenAll(items.Select(item => item.Ended)).WaitAsync(Patience, Cancel);
        _run.Select(run => run.Number).ShouldBe(Enumerable.Range(0, 10));
        _run.Select(run => run.Thread).Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_full_batch_is_handed_over_at_once()
    {
        var items = Items(WorkBatch.Size + 1);
        items.ShouldAllBe(item => _work.TryAdd(item));

        await Task.WhenAll(items.SkipLast(1).Select(item => item.Ended)).WaitAsync(Patience, Cancel);

        items[^1].Ended.IsCompleted.ShouldBeFalse();
        _work.HandOver();
        await items[^1].Ended.WaitAsync(Patience, Cancel);
    }

    [Fact]
    public async Task A_blocking_item_does_not_hold_up_its_neighbours()
    {
        using var gate = new ManualResetEventSlim();
        var items = Items(5, number =>
        {
            if (number is 1 or 3)
            {
                gate.Wait(Cancel);
            }
        });
        Array.ForEach(items, item => _work.TryAdd(item).ShouldBeTrue());
        _work.HandOver();
        await Task.WhenAll(items[0].Ended, items[1].Begun).WaitAsync(Patience, Cancel);

        // The clock finds that the thread has begun nothing since it looked before.
        _time.Advance(PumpWork.RestPeriod);
        _time.Advance(PumpWork.WatchPeriod);

        await Task.WhenAll(items[2].Ended, items[4].Ended).WaitAsync(Patience, Cancel);
        items[1].Ended.IsCompleted.ShouldBeFalse();
        items[3].Ended.IsCompleted.ShouldBeFalse();
        _work.TryAdd(items[0]).ShouldBeFalse("after an item that blocked, items are not collected");
        gate.Set();
        await Task.WhenAll(items.Select(item => item.Ended)).WaitAsync(Patience, Cancel);
        _run.Count.ShouldBe(5);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task The_frames_of_a_batch_are_sent_after_its_last_item(int count)
    {
        var executing = new List<bool>();
        var sent = new List<int>();
        var items = Items(count, _ =>
        {
            executing.Add(_work.IsExecuting);
            sent.Add(_sent.Reader.Count);
        });
        Array.ForEach(items, item => _work.TryAdd(item).ShouldBeTrue());

        _work.HandOver().ShouldBeTrue();
        await SentAsync();

        executing.ShouldBe(Enumerable.Repeat(true, count));
        sent.ShouldBe(Enumerable.Repeat(0, count));
        _work.HandOver().ShouldBeFalse("nothing was collected");
        _work.IsExecuting.ShouldBeFalse();
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(3, 0)]
    [InlineData(3, 2)]
    public async Task The_clock_sends_the_frames_of_a_batch_while_one_of_its_items_blocks(int count, int blocking)
    {
        using var gate = new ManualResetEventSlim();
        var items = Items(count, number =>
        {
            if (number == blocking)
            {
                gate.Wait(Cancel);
            }
        });
        Array.ForEach(items, item => _work.TryAdd(item).ShouldBeTrue());
        _work.HandOver();
        await items[blocking].Begun.WaitAsync(Patience, Cancel);
        _sent.Reader.Count.ShouldBe(0);

        _time.Advance(PumpWork.RestPeriod);

        await SentAsync();
        items[blocking].Ended.IsCompleted.ShouldBeFalse();

        // The item may write more frames, for as long as it runs.
        _time.Advance(PumpWork.RestPeriod);
        await SentAsync();
        gate.Set();
        await Task.WhenAll(items.Select(item => item.Ended)).WaitAsync(Patience, Cancel);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Items_that_a_blocked_pump_has_collected_are_handed_over_by_the_clock(int count)
    {
        var items = Items(count);
        Array.ForEach(items, item => _work.TryAdd(item).ShouldBeTrue());

        _time.Advance(PumpWork.RestPeriod);
        _time.Advance(PumpWork.WatchPeriod);

        await Task.WhenAll(items.Select(item => item.Ended)).WaitAsync(Patience, Cancel);
    }

    [Fact]
    public async Task Slow_items_make_batches_smaller_and_fast_ones_larger()
    {
        // Batches of 64, 32, 16, 8, 4 and 2 items: each contains a slow one.
        var sizes = new List<int>();
        for (var size = WorkBatch.Size; size > 1; size /= 2)
        {
            var slow = Items(size, number => _time.Advance(number == 0 ? TimeSpan.FromMilliseconds(1) : TimeSpan.Zero));
            sizes.Add(await CollectedAsync(slow));
        }

        sizes.ShouldBe([64, 32, 16, 8, 4, 2]);

        // Then items are handed over singly for a while, and batches are tried again.
        var singles = 0;
        var fast = Items(1000);
        while (!_work.TryAdd(fast[0]))
        {
            singles++;
        }

        singles.ShouldBeGreaterThan(100);
        _work.TryAdd(fast[1]).ShouldBeTrue();
        await Task.WhenAll(fast[0].Ended, fast[1].Ended).WaitAsync(Patience, Cancel);
    }

    [Fact]
    public async Task Closing_hands_over_what_was_collected_and_nothing_is_collected_after_it()
    {
        var items = Items(3);
        Array.ForEach(items, item => _work.TryAdd(item).ShouldBeTrue());

        _work.Close();
        _work.Close();

        await Task.WhenAll(items.Select(item => item.Ended)).WaitAsync(Patience, Cancel);
        _work.TryAdd(items[0]).ShouldBeFalse();
    }

    [Fact]
    public async Task Each_item_runs_once_while_the_clock_runs_and_items_are_slow()
    {
        var work = new PumpWork(Amqp1.Transport.Clock.ClockThread.For(TimeProvider.System));
        var items = Items(5_000, number => Thread.SpinWait(number % 500 == 0 ? 200_000 : 10));
        for (var i = 0; i < items.Length; i++)
        {
            if (!work.TryAdd(items[i]))
            {
                ThreadPool.UnsafeQueueUserWorkItem(items[i], preferLocal: true);
            }

            if (i % 13 == 0)
            {
                work.HandOver();
            }
        }

        work.Close();

        await Task.WhenAll(items.Select(item => item.Ended)).WaitAsync(Patience, Cancel);
        _run.Select(run => run.Number).Order().ShouldBe(Enumerable.Range(0, items.Length));
    }

    private Task<bool> SentAsync() => _sent.Reader.ReadAsync(Cancel).AsTask().WaitAsync(Patience, Cancel);

    /// <summary>Collects items until they are handed over as one batch; returns their number.</summary>
    private async Task<int> CollectedAsync(Item[] items)
    {
        var count = 0;
        foreach (var item in items)
        {
            _work.TryAdd(item).ShouldBeTrue();
            count++;
        }

        await Task.WhenAll(items.Select(item => item.Ended)).WaitAsync(Patience, Cancel);
        return count;
    }

    private Item[] Items(int count, Action<int>? run = null) => [.. Enumerable.Range(0, count).Select(number => new Item(() =>
    {
        run?.Invoke(number);
        _run.Enqueue((number, Environment.CurrentManagedThreadId));
    }))];

    private sealed class Item(Action run) : IThreadPoolWorkItem
    {
        private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Begun => _begun.Task;

        public Task Ended => _ended.Task;

        public void Execute()
        {
            _begun.TrySetResult();
            run();
            _ended.TrySetResult();
        }
    }
}
