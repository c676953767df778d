using System.Threading.Channels;
using Amqp1.Notifications.Receiving;
using Microsoft.Extensions.Time.Testing;

namespace Amqp1.Core.Tests.Notifications;

/// <summary>Tests that a timer that fires late, after its batch is complete, does not shorten the next batch.</summary>
public sealed class BatchTimerTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task A_timer_that_fires_too_early_is_set_again_for_the_rest_of_the_time()
    {
        var batches = Channel.CreateUnbounded<int[]>();
        var time = new EagerTime();
        using var collector = new BatchCollector<int>(
            3,
            Timeout,
            time,
            batch =>
            {
                batches.Writer.TryWrite([.. batch]);
                return Task.CompletedTask;
            },
            _ => { });

        collector.Add(1);
        time.Advance(TimeSpan.FromSeconds(2));
        time.Fire();
        collector.Add(2);
        time.Advance(TimeSpan.FromSeconds(3));

        (await batches.Reader.ReadAsync(TestContext.Current.CancellationToken)).ShouldBe([1, 2]);
        time.LastDue.ShouldBe(TimeSpan.FromSeconds(3));
    }

    /// <summary>A clock whose timer can be made to fire at any time, like a timer that is late for the batch before.</summary>
    private sealed class EagerTime : FakeTimeProvider
    {
        private Action? _callback;

        /// <summary>The time that was last set for the timer.</summary>
        public TimeSpan LastDue { get; private set; }

        public void Fire() => _callback!();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _callback = () => callback(state);
            return new Noting(this, base.CreateTimer(callback, state, dueTime, period));
        }

        private sealed class Noting(EagerTime time, ITimer timer) : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period)
            {
                time.LastDue = dueTime;
                return timer.Change(dueTime, period);
            }

            public void Dispose() => timer.Dispose();

            public ValueTask DisposeAsync() => timer.DisposeAsync();
        }
    }
}
