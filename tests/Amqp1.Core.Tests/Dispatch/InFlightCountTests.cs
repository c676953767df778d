using Amqp1.Bus;
using Amqp1.Bus.Context;
using Amqp1.Bus.Receiving;
using Amqp1.Dispatch;

namespace Amqp1.Core.Tests.Dispatch;

public sealed class InFlightCountTests
{
    [Fact]
    public void Nothing_under_way_is_idle() => new InFlightCount().Idle.IsCompleted.ShouldBeTrue();

    [Fact]
    public async Task Idle_completes_when_the_last_one_leaves()
    {
        var count = new InFlightCount();
        count.Enter();
        count.Enter();
        var idle = count.Idle;

        count.Leave();
        idle.IsCompleted.ShouldBeFalse();
        count.Count.ShouldBe(1);
        count.Leave();

        await idle.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        count.Count.ShouldBe(0);
    }

    [Fact]
    public void What_enters_later_is_waited_for_by_whoever_asks_later()
    {
        var count = new InFlightCount();
        count.Enter();
        count.Leave();
        count.Enter();

        count.Idle.IsCompleted.ShouldBeFalse();
    }
}
