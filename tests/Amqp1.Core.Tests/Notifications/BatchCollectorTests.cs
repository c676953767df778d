using System.Threading.Channels;
using Amqp1.Notifications.Receiving;
using Microsoft.Extensions.Time.Testing;

namespace Amqp1.Core.Tests.Notifications;

public sealed class BatchCollectorTests : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private readonly FakeTimeProvider _time = new();
    private readonly Channel<int[]> _batches = Channel.CreateUnbounded<int[]>();
    private readonly List<int> _givenBack = [];
    private readonly BatchCollector<int> _collector;

    public BatchCollectorTests() => _collector = new BatchCollector<int>(
        3,
        Timeout,
        _time,
        batch =>
        {
            _batches.Writer.TryWrite([.. batch]);
            return Task.CompletedTask;
        },
        _givenBack.Add);

    public void Dispose() => _collector.Dispose();

    [Fact]
    public async Task A_full_batch_is_dispatched_at_once()
    {
        Add(1, 2, 3);

        (await NextAsync()).ShouldBe([1, 2, 3]);
    }

    [Fact]
    public async Task The_time_of_a_batch_begins_with_its_first_item()
    {
        _time.Advance(Timeout * 10);
        Add(1);
        _time.Advance(Timeout - TimeSpan.FromMilliseconds(1));
        _collector.Running.ShouldBe(0);
        Add(2);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        (await NextAsync()).ShouldBe([1, 2]);
    }

    [Fact]
    public async Task The_timer_of_a_full_batch_does_not_cut_the_next_one_short()
    {
        Add(1);
        _time.Advance(Timeout - TimeSpan.FromSeconds(1));
        Add(2, 3);
        (await NextAsync()).ShouldBe([1, 2, 3]);
        Add(4);
        _time.Advance(TimeSpan.FromSeconds(1));
        Add(5);
        _time.Advance(Timeout - TimeSpan.FromSeconds(1));

        (await NextAsync()).ShouldBe([4, 5]);
    }

    [Fact]
    public void A_stop_gives_back_what_waits_and_all_that_comes()
    {
        Add(1, 2);
        _collector.Stop();
        Add(3);
        _time.Advance(Timeout);

        _givenBack.ShouldBe([1, 2, 3]);
        _batches.Reader.TryRead(out _).ShouldBeFalse();
        _collector.Idle.IsCompleted.ShouldBeTrue();
    }

    private void Add(params int[] items)
    {
        foreach (var item in items)
        {
            _collector.Add(item);
        }
    }

    private async Task<int[]> NextAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        return await _batches.Reader.ReadAsync(limit.Token);
    }
}
