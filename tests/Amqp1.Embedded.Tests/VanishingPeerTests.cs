using Amqp.Framing;

namespace Amqp1.Embedded.Tests;

public sealed class VanishingPeerTests
{
    [Theory]
    [InlineData("socket")]
    [InlineData("close")]
    [InlineData("end")]
    [InlineData("detach")]
    public async Task What_a_vanished_consumer_had_not_settled_is_modified_and_what_it_had_not_got_is_released(string how)
    {
        await using var router = await TestRouter.StartAsync();
        await using var peer = await RawPeer.OpenAsync(router);
        await using var consumer = await RawPeer.OpenAsync(router);
        await consumer.AttachReceiverAsync(0, "a", 1);
        await peer.AttachSenderAsync(0, "a");
        await peer.TransferAsync(0, 0, [1]);
        await peer.TransferAsync(0, 1, [1]);
        await consumer.NextAsync<Transfer>();
        await LeaveAsync(consumer, how);

        var first = await peer.NextAsync<Dispose>(frame => ((Dispose)frame.Performative!).First == 0);
        first.Settled.ShouldBeTrue();
        var modified = first.State.ShouldBeOfType<Modified>();
        modified.DeliveryFailed.ShouldBeTrue();
        modified.UndeliverableHere.ShouldBeFalse();
        (await peer.NextAsync<Dispose>()).State.ShouldBeOfType<Released>();
        (await peer.NextAsync<Flow>(frame => ((Flow)frame.Performative!).LinkCredit == 0)).Handle.ShouldBe(0u);
    }

    [Fact]
    public async Task What_waits_for_a_vanished_consumer_goes_to_another_one()
    {
        await using var router = await TestRouter.StartAsync();
        await using var peer = await RawPeer.OpenAsync(router);
        await using var leaving = await RawPeer.OpenAsync(router);
        await leaving.AttachReceiverAsync(0, "a", 0);
        await peer.AttachSenderAsync(0, "a");
        await peer.TransferAsync(0, 0, [1]);
        await peer.TransferAsync(0, 1, [2], settled: true);
        await peer.SyncAsync();
        await using var staying = await RawPeer.OpenAsync(router);
        await staying.AttachReceiverAsync(0, "a", 0);
        await LeaveAsync(leaving, "socket");
        await staying.FlowAsync(0, 0, 10);
        (await staying.NextFrameAsync<Transfer>()).Payload.ShouldBe([1]);
        (await staying.NextFrameAsync<Transfer>()).Payload.ShouldBe([2]);
        router.Engine.Undelivered.Lost.ShouldBe(0);
    }

    [Fact]
    public async Task A_message_cut_off_in_the_middle_goes_whole_to_another_consumer()
    {
        await using var router = await TestRouter.StartAsync();
        await using var peer = await RawPeer.OpenAsync(router);
        await using var leaving = await RawPeer.OpenAsync(router, maxFrameSize: 512);
        await leaving.BeginAsync(1, incomingWindow: 2);
        await leaving.SendAsync(1, new Attach { LinkName = "r", Handle = 0, Role = true, Source = new Source { Address = "a" }, Target = new Amqp.Framing.Target() });
        await leaving.NextAsync<Attach>();
        await leaving.SendAsync(1, new Flow { NextIncomingId = 0, IncomingWindow = 2, NextOutgoingId = 0, OutgoingWindow = 9, Handle = 0, DeliveryCount = 0, LinkCredit = 1 });
        await peer.AttachSenderAsync(0, "a");
        var payload = Enumerable.Range(0, 5000).Select(i => (byte)i).ToArray();
        await peer.TransferAsync(0, 0, payload);
        (await leaving.NextAsync<Transfer>()).More.ShouldBeTrue();
        await using var staying = await RawPeer.OpenAsync(router);
        await staying.AttachReceiverAsync(0, "a", 1);
        await LeaveAsync(leaving, "socket");
        (await staying.NextFrameAsync<Transfer>()).Payload.ShouldBe(payload);
        await staying.SettleAsync(0, new Accepted());
        (await peer.NextAsync<Dispose>()).State.ShouldBeOfType<Accepted>();
    }

    [Fact]
    public async Task Pre_settled_messages_that_have_nobody_left_are_counted_as_lost()
    {
        await using var router = await TestRouter.StartAsync();
        await using var peer = await RawPeer.OpenAsync(router);
        await peer.AttachReceiverAsync(1, "a", 0);
        await peer.AttachSenderAsync(0, "a");
        await peer.TransferAsync(0, 0, [1], settled: true);
        await peer.TransferAsync(0, 1, [1], settled: true);
        await peer.SendAsync(0, new Detach { Handle = 1, Closed = true });
        await peer.NextAsync<Detach>();
        router.Engine.Undelivered.Lost.ShouldBe(2);
    }

    [Fact]
    public async Task What_waits_of_a_vanished_sender_is_dropped_if_unsettled_and_sent_if_pre_settled()
    {
        await using var router = await TestRouter.StartAsync();
        await using var consumer = await RawPeer.OpenAsync(router);
        await using var peer = await RawPeer.OpenAsync(router);
        await consumer.AttachReceiverAsync(0, "a", 1);
        await peer.AttachSenderAsync(0, "a");
        await peer.TransferAsync(0, 0, [0]);
        await consumer.NextAsync<Transfer>();
        await peer.TransferAsync(0, 1, [1]);
        await peer.TransferAsync(0, 2, [2], settled: true);
        await peer.SyncAsync();
        await LeaveAsync(peer, "close");
        await consumer.FlowAsync(0, 1, 10);
        (await consumer.NextFrameAsync<Transfer>()).Payload.ShouldBe([2]);

        // The sender of the message has gone, so the router has no peer to tell.
        await consumer.SettleAsync(0, new Accepted());
        await consumer.SyncAsync();
        consumer.Has<Transfer>().ShouldBeFalse();
    }

    [Fact]
    public async Task A_multicast_message_is_settled_when_a_consumer_vanishes_instead_of_settling()
    {
        const string Address = "broadcast.x";
        await using var router = await TestRouter.StartAsync();
        await using var peer = await RawPeer.OpenAsync(router);
        await using var leaving = await RawPeer.OpenAsync(router);
        await leaving.AttachReceiverAsync(0, Address, 1);
        await peer.AttachReceiverAsync(1, Address, 1);
        await peer.AttachSenderAsync(0, Address);
        await peer.TransferAsync(0, 0, [1]);
        await leaving.NextAsync<Transfer>();
        await peer.SettleAsync((await peer.NextAsync<Transfer>()).DeliveryId, new Released());
        await LeaveAsync(leaving, "socket");
        (await peer.NextAsync<Dispose>()).State.ShouldBeOfType<Modified>();
    }

    [Fact]
    public async Task Nothing_is_left_of_addresses_whose_links_are_gone()
    {
        await using var router = await TestRouter.StartAsync();
        await using var peer = await RawPeer.OpenAsync(router);
        await peer.AttachReceiverAsync(1, "a", 1);
        await peer.AttachReceiverAsync(2, "broadcast.b", 1);
        await peer.AttachSenderAsync(0, "a");
        await peer.AttachSenderAsync(3, "c");
        router.Engine.Nodes.Count.ShouldBe(3);
        await LeaveAsync(peer, "close");
        router.Engine.Nodes.Count.ShouldBe(0);
    }

    private static async Task LeaveAsync(RawPeer peer, string how)
    {
        switch (how)
        {
            case "close":
                await peer.SendAsync(0, new Close());
                await peer.NextAsync<Close>();
                break;
            case "end":
                await peer.SendAsync(0, new End());
                await peer.NextAsync<End>();
                break;
            case "detach":
                await peer.SendAsync(0, new Detach { Handle = 0 });
                await peer.NextAsync<Detach>();
                break;
            default:
                await peer.DisposeAsync();
                break;
        }
    }
}
