using Amqp.Framing;

namespace Amqp1.Embedded.Tests.Queues;

/// <summary>Replies to callers that are gone, with a broker whose addresses are queues.</summary>
public sealed class VanishedReplyTests : QueueTest
{
    private const string Vanished = "amqp:/_topo/0/an-earlier-start/temp.abc";

    [Fact]
    public async Task A_reply_by_the_anonymous_relay_to_a_dynamic_address_that_is_gone_is_released_and_makes_no_queue()
    {
        await using var broker = await StartAsync();
        await using var peer = await RawPeer.OpenAsync(broker);
        await peer.AttachSenderAsync(0, null);

        await peer.TransferAsync(0, 0, Encode("late", change: message => message.Properties.To = Vanished));

        (await peer.NextAsync<Dispose>(frame => ((Dispose)frame.Performative!).Role)).State.ShouldBeOfType<Released>();
        Read(broker, Vanished).ShouldBeNull();
    }

    [Fact]
    public async Task A_link_to_a_dynamic_address_that_is_gone_makes_no_queue_and_gets_no_credit()
    {
        await using var broker = await StartAsync();
        await using var peer = await RawPeer.OpenAsync(broker);

        (await peer.AttachSenderAsync(0, Vanished)).Target.ShouldBeOfType<Amqp.Framing.Target>().Capabilities.ShouldBeNull();

        await peer.SyncAsync();
        peer.Has<Flow>(flow => flow.LinkCredit > 0).ShouldBeFalse();
        Read(broker, Vanished).ShouldBeNull();
    }
}
