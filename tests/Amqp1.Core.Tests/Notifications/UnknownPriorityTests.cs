using Amqp;
using Amqp.Framing;

namespace Amqp1.Core.Tests.Notifications;

public sealed class UnknownPriorityTests : FaultTest
{
    [Fact]
    public async Task A_notification_of_an_unknown_priority_is_accepted_and_handed_to_nobody()
    {
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer);
        var listener = new TestListener("topic");
        await driver.ListenAsync(listener, Limit);

        peer.Deliver(
            peer.Links(link => link.Address.EndsWith("topic.info", StringComparison.Ordinal)).Single(),
            new Message { BodySection = new AmqpValue { Value = """{"request":{"event_type":"odd","priority":"LOUD","payload":{}},"context":{}}""" } });

        (await peer.Events.FirstAsync<DeliverySettled>(cancel: Limit)).State.ShouldBeOfType<Accepted>();
        listener.Received.Count<string>().ShouldBe(0);
    }
}
