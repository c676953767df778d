using Amqp1.Addressing;
using Amqp1.Bus;
using Amqp1.Bus.Sending;
using Amqp1.Dialects;
using Amqp1.Wire;

namespace Amqp1.Core.Tests.Bus.Sending;

public sealed class ResendDelayTests
{
    private static readonly TimeSpan Configured = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void With_counted_retries_it_is_the_configured_delay(int retry)
    {
        ResendDelay.Of(Delivery(retry, attempts: 1), Configured).ShouldBe(Configured);
        ResendDelay.Of(Delivery(retry, attempts: 9), Configured).ShouldBe(Configured);
    }

    [Fact]
    public void With_endless_retries_it_doubles_from_a_short_one_up_to_the_configured_delay()
    {
        var delays = Enumerable.Range(1, 40).Select(attempts => ResendDelay.Of(Delivery(-1, attempts), Configured)).ToArray();

        delays[0].ShouldBeLessThan(TimeSpan.FromSeconds(1));
        delays[1].ShouldBe(delays[0] * 2);
        delays[2].ShouldBe(delays[0] * 4);
        delays.ShouldBeInOrder();
        delays[^1].ShouldBe(Configured);
    }

    private static PendingSend Delivery(int retry, int attempts)
    {
        var outgoing = new OutgoingMessage { Kind = MessageKind.Cast, Destination = Destination.ReplyTo("a") };
        return new PendingSend(outgoing, TimeSpan.FromSeconds(30), retry) { Attempts = attempts };
    }
}
