using Amqp.Framing;
using Amqp.Types;

namespace Amqp1.Embedded.Tests.Queues;

public sealed class QueueTests : QueueTest
{
    [Fact]
    public async Task A_message_sent_without_a_consumer_is_accepted_and_waits_for_one()
    {
        await using var broker = await StartAsync();
        await using var sender = await RawPeer.OpenAsync(broker);
        await SendAsync(sender, "q", "a", "b", "c");
        await sender.DisposeAsync();

        await using var receiver = await RawPeer.OpenAsync(broker);
        await receiver.AttachReceiverAsync(1, "q", 10);
        var ids = await ReceiveAsync(receiver, 1, "a", "b", "c");
        await receiver.SettleAsync(ids[0], new Accepted(), last: ids[2]);
        await receiver.SendAsync(0, new Detach { Handle = 1, Closed = true });
        await receiver.NextAsync<Detach>();
        Read(broker, "q").ShouldBeNull();
        broker.Engine.Queues.Budget.Held.ShouldBe(0);
    }

    [Fact]
    public async Task Consumers_compete_and_take_turns()
    {
        await using var broker = await StartAsync();
        await using var peer = await RawPeer.OpenAsync(broker);
        await peer.AttachReceiverAsync(1, "q", 10);
        await peer.AttachReceiverAsync(2, "q", 10);
        await SendAsync(peer, "q", "a", "b", "c", "d");
        await ReceiveAsync(peer, 1, "a", "c");
        await ReceiveAsync(peer, 2, "b", "d");
    }

    [Fact]
    public async Task A_consumer_gets_as_many_messages_as_it_has_credit_for()
    {
        await using var broker = await StartAsync();
        await using var peer = await RawPeer.OpenAsync(broker);
        await SendAsync(peer, "q", "a", "b", "c", "d");
        await peer.AttachReceiverAsync(1, "q", 1);
        await ReceiveAsync(peer, 1, "a");
        await peer.SyncAsync();
        peer.Has<Transfer>().ShouldBeFalse();
        await peer.FlowAsync(1, 1, 2);
        await ReceiveAsync(peer, 1, "b", "c");
        await peer.SyncAsync();
        peer.Has<Transfer>().ShouldBeFalse();
        Read(broker, "q")!.Depth.ShouldBe(4);
        Read(broker, "q")!.Acquired.ShouldBe(3);
    }

    [Fact]
    public async Task A_consumer_that_drains_gets_what_there_is_and_loses_the_rest_of_its_credit()
    {
        await using var broker = await StartAsync();
        await using var peer = await RawPeer.OpenAsync(broker);
        await SendAsync(peer, "q", "a", "b");
        await peer.AttachReceiverAsync(1, "q", 0);
        await peer.FlowAsync(1, 0, 5, drain: true);
        await ReceiveAsync(peer, 1, "a", "b");
        var flow = await peer.NextAsync<Flow>(frame => frame.Performative is Flow { HasHandle: true, Handle: 1 });
        flow.Drain.ShouldBeTrue();
        flow.LinkCredit.ShouldBe(0u);
        flow.DeliveryCount.ShouldBe(5u);
    }

    [Fact]
    public async Task A_released_message_keeps_its_place_and_its_delivery_count()
    {
        await using var broker = await StartAsync();
        await using var peer = await RawPeer.OpenAsync(broker);
        await SendAsync(peer, "q", "a", "b", "c");
        await peer.AttachReceiverAsync(1, "q", 2);
        var ids = await ReceiveAsync(peer, 1, "a", "b");
        await peer.SettleAsync(ids[1], new Released());
        await peer.SettleAsync(ids[0], new Released());
        await peer.SyncAsync();
        await peer.AttachReceiverAsync(2, "q", 10);
        foreach (var (body, acquired) in new[] { ("a", true), ("b", true), ("c", false) })
        {
            var message = Decode((await peer.NextFrameAsync<Transfer>()).Payload);
            message.Body.ShouldBe(body);
            message.Header.DeliveryCount.ShouldBe(0u);
            message.Header.FirstAcquirer.ShouldBe(!acquired);
        }

        Read(broker, "q")!.Counts.Redelivered.ShouldBe(2);
    }

    [Fact]
    public async Task A_failed_delivery_is_counted_in_the_header()
    {
        await using var broker = await StartAsync();
        await using var peer = await RawPeer.OpenAsync(broker);
        await peer.AttachSenderAsync(0, "q");
        await peer.TransferAsync(0, 0, Encode("a", durable: true, change: message => message.Header.Priority = 7));
        await peer.AttachReceiverAsync(1, "q", 10);
        for (uint attempt = 0; attempt < 3; attempt++)
        {
            var frame = await peer.NextFrameAsync<Transfer>();
            var header = Decode(frame.Payload).Header;
            header.DeliveryCount.ShouldBe(attempt);
            header.FirstAcquirer.ShouldBe(attempt == 0);
            header.Durable.ShouldBeTrue();
            header.Priority.ShouldBe((byte)7);
            await peer.SettleAsync(((Transfer)frame.Performative!).DeliveryId, new Modified { DeliveryFailed = true });
        }
    }

    [Fact]
    public async Task A_message_that_is_undeliverable_here_goes_to_other_consumers_only()
    {
        await using var broker = await StartAsync();
        await using var peer = await RawPeer.OpenAsync(broker);
        await SendAsync(peer, "q", "a", "b", "c");
        await peer.AttachReceiverAsync(1, "q", 10);
        var ids = await ReceiveAsync(peer, 1, "a", "b", "c");
        await peer.SettleAsync(ids[0], new Modified { UndeliverableHere = true });
        await peer.SettleAsync(ids[2], new Modified { UndeliverableHere = true });
        await peer.SettleAsync(ids[1], new Released());
        await ReceiveAsync(peer, 1, "b");
        await peer.SyncAsync();
        peer.Has<Transfer>().ShouldBeFalse();

        // A drain ends although messages remain that this consumer does not get.
        await peer.FlowAsync(1, 4, 5, drain: true);
        (await peer.NextAsync<Flow>(frame => frame.Performative is Flow { HasHandle: true, Handle: 1 })).LinkCredit.ShouldBe(0u);

        await peer.AttachReceiverAsync(2, "q", 10);
        await ReceiveAsync(peer, 2, "a", "c");
    }

    [Fact]
    public async Task A_lost_consumer_gives_its_messages_back_in_order()
    {
        await using var broker = await StartAsync();
        await using var peer = await RawPeer.OpenAsync(broker);
        await SendAsync(peer, "q", "a", "b", "c", "d");
        await using (var lost = await RawPeer.OpenAsync(broker))
        {
            await lost.AttachReceiverAsync(1, "q", 3);
            await ReceiveAsync(lost, 1, "a", "b", "c");
        }

        await ReturnedAsync(broker, peer, "q");
        await peer.AttachReceiverAsync(1, "q", 10);
        for (var i = 0; i < 4; i++)
        {
            var message = Decode((await peer.NextFrameAsync<Transfer>()).Payload);
            message.Body.ShouldBe(i switch { 0 => "a", 1 => "b", 2 => "c", _ => "d" });
            message.Header.DeliveryCount.ShouldBe(i < 3 ? 1u : 0u);
        }
    }

    [Fact]
    public async Task A_pre_settled_consumer_removes_messages_by_receiving_them()
    {
        await using var broker = await StartAsync();
        await using var peer = await RawPeer.OpenAsync(broker);
        await SendAsync(peer, "q", "a", "b");
        await peer.AttachReceiverAsync(1, "q", 10, change: attach => attach.SndSettleMode = SenderSettleMode.Settled);
        (await peer.NextAsync<Transfer>()).Settled.ShouldBeTrue();
        (await peer.NextAsync<Transfer>()).Settled.ShouldBeTrue();
        Read(broker, "q")!.Depth.ShouldBe(0);
    }

    [Fact]
    public async Task A_pre_settled_message_is_stored_too()
    {
        await using var broker = await StartAsync();
        await using var peer = await RawPeer.OpenAsync(broker);
        await peer.AttachSenderAsync(0, "q");
        await peer.TransferAsync(0, 0, Encode("a"), settled: true);
        await peer.AttachReceiverAsync(1, "q", 10);
        var transfer = await peer.NextAsync<Transfer>();
        transfer.Settled.ShouldBeFalse();
        await peer.SettleAsync(transfer.DeliveryId, new Accepted());
        await peer.SyncAsync();
        peer.Has<Dispose>().ShouldBeFalse();
        Read(broker, "q")!.Depth.ShouldBe(0);
    }

    [Fact]
    public async Task A_browser_gets_copies_and_leaves_the_messages()
    {
        await using var broker = await StartAsync();
        await using var peer = await RawPeer.OpenAsync(broker);
        await SendAsync(peer, "q", "a", "b");
        var answer = await peer.AttachReceiverAsync(1, "q", 10, change: attach => ((Source)attach.Source).DistributionMode = new Symbol("copy"));
        ((Source)answer.Source).DistributionMode.ToString().ShouldBe("copy");
        await ReceiveAsync(peer, 1, "a", "b");
        await SendMoreAsync(peer, 2, "c");
        await ReceiveAsync(peer, 1, "c");
        Read(broker, "q")!.Depth.ShouldBe(3);
        await peer.FlowAsync(1, 3, 5, drain: true);
        (await peer.NextAsync<Flow>(frame => frame.Performative is Flow { HasHandle: true, Handle: 1 })).LinkCredit.ShouldBe(0u);

        await peer.AttachReceiverAsync(2, "q", 10);
        await ReceiveAsync(peer, 2, "a", "b", "c");
    }

    [Fact]
    public async Task A_message_to_a_queue_by_the_anonymous_relay_creates_the_queue()
    {
        await using var broker = await StartAsync();
        await using var peer = await RawPeer.OpenAsync(broker);
        await peer.AttachSenderAsync(0, null);
        await peer.TransferAsync(0, 0, Encode("a", change: message => message.Properties.To = "q"));
        await AcceptedAsync(peer, 1);
        Read(broker, "q")!.Depth.ShouldBe(1);
        await peer.AttachReceiverAsync(1, "q", 10);
        await ReceiveAsync(peer, 1, "a");
    }

    [Fact]
    public async Task A_large_message_whose_consumer_is_lost_before_its_end_goes_to_another_one()
    {
        await using var broker = await StartAsync();
        await using var peer = await RawPeer.OpenAsync(broker);
        var body = new string('x', 150_000);
        var message = Encode(body);
        await using (var lost = await RawPeer.OpenAsync(broker, maxFrameSize: 1024))
        {
            await lost.AttachReceiverAsync(1, "large", 0);
            await lost.SendAsync(0, new Flow
            {
                NextIncomingId = 0, IncomingWindow = 3, NextOutgoingId = 0, OutgoingWindow = 10, Handle = 1, DeliveryCount = 0, LinkCredit = 10,
            });
            await peer.AttachSenderAsync(5, "large");
            foreach (var part in message.Chunk(60_000).Index())
            {
                await peer.TransferAsync(5, 1, part.Item, more: (part.Index + 1) * 60_000 < message.Length);
            }

            await AcceptedAsync(peer, 1);
            (await lost.NextAsync<Transfer>()).More.ShouldBeTrue();
        }

        await peer.AttachReceiverAsync(1, "large", 10);
        var received = new List<byte>();
        Transfer transfer;
        do
        {
            var frame = await peer.NextFrameAsync<Transfer>();
            received.AddRange(frame.Payload);
            transfer = (Transfer)frame.Performative!;
        }
        while (transfer.More);
        var whole = Decode([.. received]);
        whole.Body.ShouldBe(body);
        whole.Header.DeliveryCount.ShouldBe(0u);
    }

    [Fact]
    public async Task A_message_with_a_malformed_header_is_rejected()
    {
        await using var broker = await StartAsync();
        await using var peer = await RawPeer.OpenAsync(broker);
        await peer.AttachSenderAsync(0, "q");
        await peer.TransferAsync(0, 0, [0x00, 0x53, 0x70, 0xc0, 0x03, 0x01, 0xa1, 0x00]);
        (await peer.NextAsync<Dispose>()).State.ShouldBeOfType<Rejected>().Error.Condition.ToString().ShouldBe("amqp:decode-error");
    }

    [Fact]
    public async Task The_reply_address_of_a_broker_is_routed()
    {
        await using var broker = await StartAsync();
        await using var peer = await RawPeer.OpenAsync(broker);
        var attach = await peer.AttachReceiverAsync(1, null, 10, change: attach => ((Source)attach.Source).Dynamic = true);
        var address = ((Source)attach.Source).Address;
        await peer.AttachSenderAsync(0, address);
        await peer.TransferAsync(0, 0, Encode("a"));
        var ids = await ReceiveAsync(peer, 1, "a");
        await peer.SyncAsync();
        peer.Has<Dispose>().ShouldBeFalse();
        await peer.SettleAsync(ids[0], new Accepted());
        await AcceptedAsync(peer, 1);
        Read(broker, address).ShouldBeNull();
    }
}
