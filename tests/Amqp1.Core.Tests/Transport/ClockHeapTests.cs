using Amqp1.Transport;
using Amqp1.Transport.Clock;
using CsCheck;

namespace Amqp1.Core.Tests.Transport;

/// <summary>Tests of the heap of scheduled timers, whose first element is due first.</summary>
public sealed class ClockHeapTests
{
    [Fact]
    public void The_first_is_always_the_one_that_is_due_first_whatever_comes_and_goes() => Gen
        .Select(Gen.Int[0, 40], Gen.Int[0, 100])
        .Array[0, 200]
        .Sample(
            steps =>
            {
                var heap = new ClockHeap();
                var timers = Enumerable.Range(0, 41).Select(_ => Timer()).ToArray();
                var scheduled = new HashSet<ClockTimer>();
                foreach (var (index, due) in steps)
                {
                    var timer = timers[index];
                    heap.Remove(timer);
                    if (!scheduled.Remove(timer))
                    {
                        timer.Due = due;
                        heap.Add(timer);
                        scheduled.Add(timer);
                    }

                    (heap.First?.Due).ShouldBe(scheduled.Count == 0 ? null : scheduled.Min(one => one.Due));
                }

                var order = new List<long>();
                while (heap.First is { } first)
                {
                    heap.Remove(first);
                    order.Add(first.Due);
                }

                order.ShouldBe(scheduled.Select(timer => timer.Due).Order());
            });

    private static ClockTimer Timer() => (ClockTimer)ClockThread.For(TimeProvider.System)
        .CreateTimer(static _ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
}
