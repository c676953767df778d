using Amqp1.Transport;
using Microsoft.Extensions.Time.Testing;

namespace Amqp1.Core.Tests.Transport;

public sealed class CoalescedWriterTests
{
    private const int HighWater = 1024 * 1024;
    private readonly GatedStream _stream = new();
    private readonly List<Exception> _failures = [];
    private readonly TaskCompletionSource _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly FakeTimeProvider _time = new();
    private readonly CoalescedWriter _writer;

    public CoalescedWriterTests() => _writer = new CoalescedWriter(_stream, _time, failure =>
    {
        lock (_failures)
        {
            _failures.Add(failure);
        }

        _failed.TrySetResult();
    });

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_lone_write_leaves_at_once()
    {
        _stream.Open();
        _writer.Write([1, 2, 3]);

        await _writer.CompleteAsync().WaitAsync(TimeSpan.FromSeconds(30), Cancel);

        _stream.Writes.ShouldHaveSingleItem().ShouldBe([1, 2, 3]);
    }

    [Fact]
    public async Task Writes_during_a_write_leave_together_and_in_order()
    {
        _writer.Write([0]);
        await _stream.NextWriteAsync(Cancel);
        for (byte i = 1; i <= 100; i++)
        {
            _writer.Write([i], [i]);
        }

        _writer.Pending.ShouldBe(200);
        _stream.Open(2);
        await _writer.CompleteAsync().WaitAsync(TimeSpan.FromSeconds(30), Cancel);

        _stream.Writes.Count.ShouldBe(2);
        _stream.Writes[1].ShouldBe([.. Enumerable.Range(1, 100).SelectMany(i => new[] { (byte)i, (byte)i })]);
    }

    [Fact]
    public async Task Frames_of_many_threads_come_out_whole_and_each_threads_in_order()
    {
        const int Threads = 8;
        const int Frames = 500;
        _stream.Open(Threads * Frames);
        await Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Run(
            () =>
            {
                for (var i = 0; i < Frames; i++)
                {
                    _writer.Write([(byte)thread, (byte)(i >> 8)], [(byte)i, 0xff]);
                }
            },
            Cancel)));
        await _writer.CompleteAsync().WaitAsync(TimeSpan.FromSeconds(30), Cancel);

        var next = new int[Threads];
        foreach (var frame in _stream.Writes.SelectMany(write => write).Chunk(4))
        {
            frame[3].ShouldBe((byte)0xff);
            ((frame[1] << 8) | frame[2]).ShouldBe(next[frame[0]]++);
        }

        next.ShouldAllBe(count => count == Frames);
    }

    [Fact]
    public async Task What_is_appended_leaves_with_the_flush()
    {
        _stream.Open(10);
        _writer.Append([1], [2]);
        _writer.Append([3], default);
        _writer.Pending.ShouldBe(3);
        _stream.Writes.ShouldBeEmpty();

        _writer.Flush();
        await _stream.NextWriteAsync(Cancel);
        await _writer.CompleteAsync().WaitAsync(TimeSpan.FromSeconds(30), Cancel);

        _stream.Writes.ShouldHaveSingleItem().ShouldBe([1, 2, 3]);
    }

    [Fact]
    public void A_flush_here_writes_on_the_calling_thread()
    {
        _stream.Open();
        _writer.Append([1], default);

        _writer.FlushHere();

        _stream.Writes.ShouldHaveSingleItem().ShouldBe([1]);
    }

    [Fact]
    public async Task Completing_flushes_what_was_appended()
    {
        _stream.Open();
        _writer.Append([1], default);

        await _writer.CompleteAsync().WaitAsync(TimeSpan.FromSeconds(30), Cancel);

        _stream.Writes.ShouldHaveSingleItem().ShouldBe([1]);
    }

    [Fact]
    public async Task Nothing_can_be_written_after_completion()
    {
        await _writer.CompleteAsync().WaitAsync(TimeSpan.FromSeconds(30), Cancel);

        Should.Throw<ObjectDisposedException>(() => _writer.Write([1]));
        Should.Throw<ObjectDisposedException>(() => _writer.Append([1], default));
    }

    [Fact]
    public async Task A_producer_has_to_wait_above_the_high_water_mark_until_the_buffer_leaves()
    {
        _writer.Write([0]);
        await _stream.NextWriteAsync(Cancel);
        _writer.Write(new byte[HighWater - 1]);
        _writer.Drained.IsCompleted.ShouldBeTrue();
        _writer.Write([1]);
        var drained = _writer.Drained;
        drained.IsCompleted.ShouldBeFalse();

        _stream.Open();
        await drained.WaitAsync(TimeSpan.FromSeconds(30), Cancel);

        _writer.Drained.IsCompleted.ShouldBeTrue();
        _stream.Open();
        await _writer.CompleteAsync().WaitAsync(TimeSpan.FromSeconds(30), Cancel);
        _stream.Writes.Sum(write => write.Length).ShouldBe(HighWater + 1);
    }

    [Fact]
    public async Task A_failure_is_reported_once_and_wakes_whoever_waits()
    {
        var broken = new IOException("reset");
        _writer.Write([0]);
        await _stream.NextWriteAsync(Cancel);
        _writer.Write(new byte[HighWater]);
        var drained = _writer.Drained;
        var completed = _writer.CompleteAsync();

        _stream.Break(broken);

        await drained.WaitAsync(TimeSpan.FromSeconds(30), Cancel);
        await completed.WaitAsync(TimeSpan.FromSeconds(30), Cancel);
        await _failed.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancel);
        Should.Throw<IOException>(() => _writer.Write([1])).InnerException.ShouldBeSameAs(broken);
        Should.Throw<IOException>(() => _writer.Append([1], default));
        _writer.Flush();
        _writer.FlushHere();
        await _writer.CompleteAsync().WaitAsync(TimeSpan.FromSeconds(30), Cancel);
        _failures.ShouldHaveSingleItem().ShouldBeSameAs(broken);
        _writer.Pending.ShouldBe(0);
    }

    [Fact]
    public async Task A_large_message_passes_unchanged_among_small_ones()
    {
        var large = new byte[3_000_000];
        Random.Shared.NextBytes(large);
        _stream.Open(10);
        _writer.Write([1]);
        _writer.Write(large);
        _writer.Write([2]);

        await _writer.CompleteAsync().WaitAsync(TimeSpan.FromSeconds(30), Cancel);

        byte[] expected = [1, .. large, 2];
        _stream.Writes.SelectMany(write => write).SequenceEqual(expected).ShouldBeTrue();
    }

    [Fact]
    public void A_sign_of_life_is_the_filler_when_nothing_waits_and_is_written_on_the_calling_thread()
    {
        _stream.Open();

        _writer.WriteSignOfLife([7]);

        _stream.Writes.ShouldHaveSingleItem().ShouldBe([7]);
    }

    [Fact]
    public void A_sign_of_life_is_what_waits_when_something_does()
    {
        _stream.Open();
        _writer.Append([1], [2]);

        _writer.WriteSignOfLife([7]);

        _stream.Writes.ShouldHaveSingleItem().ShouldBe([1, 2]);
    }

    [Fact]
    public async Task A_sign_of_life_may_race_with_a_flush_of_the_pool_and_nothing_is_lost_repeated_or_out_of_order()
    {
        const int Count = 2000;
        _stream.Open(3 * Count);
        for (var i = 0; i < Count; i++)
        {
            // The pool may or may not have begun to write.
            _writer.Write([(byte)(i >> 8), (byte)i]);
            _writer.WriteSignOfLife([0xff, 0xff]);
        }

        await _writer.CompleteAsync().WaitAsync(TimeSpan.FromSeconds(30), Cancel);

        var frames = _stream.Writes.SelectMany(write => write).Chunk(2).Where(frame => frame[0] != 0xff);
        frames.Select(frame => (frame[0] << 8) | frame[1]).ShouldBe(Enumerable.Range(0, Count));
    }

    [Fact]
    public async Task A_sign_of_life_follows_a_write_that_is_in_progress()
    {
        _writer.Write([1]);
        await _stream.NextWriteAsync(Cancel);

        _writer.WriteSignOfLife([7]);

        _stream.Open(2);
        await _writer.CompleteAsync().WaitAsync(TimeSpan.FromSeconds(30), Cancel);
        _stream.Writes.SelectMany(write => write).ShouldBe([1, 7]);
    }

    [Fact]
    public async Task There_is_no_sign_of_life_after_the_end()
    {
        await _writer.CompleteAsync().WaitAsync(TimeSpan.FromSeconds(30), Cancel);
        _stream.Open();

        _writer.WriteSignOfLife([7]);

        _stream.Writes.ShouldBeEmpty();
    }

    [Fact]
    public void The_time_of_the_last_write_is_known()
    {
        var made = _writer.LastWritten;
        _time.Advance(TimeSpan.FromSeconds(3));
        _writer.Append([1], default);
        _writer.LastWritten.ShouldBe(made);
        _stream.Open();

        _writer.FlushHere();

        _time.GetElapsedTime(made, _writer.LastWritten).ShouldBe(TimeSpan.FromSeconds(3));
    }
}
