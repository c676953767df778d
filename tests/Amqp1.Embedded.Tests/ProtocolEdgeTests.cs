using Amqp;
using Amqp.Framing;
using Amqp.Types;

namespace Amqp1.Embedded.Tests;

/// <summary>Tests of features of the protocol that well-behaved clients rarely use.</summary>
public sealed class ProtocolEdgeTests
{
    [Fact]
    public async Task A_disposition_over_half_of_all_numbers_settles_what_there_is()
    {
        await using var router = await TestRouter.StartAsync();
        await using var peer = await RawPeer.OpenAsync(router);
        await peer.AttachReceiverAsync(1, "a", 10);
        await peer.AttachSenderAsync(0, "a");
        for (uint id = 0; id < 3; id++)
        {
            await peer.TransferAsync(0, id, [1]);
            await peer.NextAsync<Transfer>();
        }

        await peer.SettleAsync(1, new Accepted(), last: int.MaxValue);
        var told = await peer.NextAsync<Dispose>();
        told.First.ShouldBe(1u);
        told.Last.ShouldBe(2u);
        await peer.SettleAsync(unchecked((uint)-100), new Released(), last: 2);
        (await peer.NextAsync<Dispose>()).State.ShouldBeOfType<Released>();

        // A disposition of a sender and a disposition with unused numbers have no effect.
        await peer.SettleAsync(0, null, receiver: false, last: int.MaxValue);
        await peer.SettleAsync(77, new Accepted());
        await peer.SyncAsync();
        peer.Has<Dispose>().ShouldBeFalse();
    }

    [Fact]
    public async Task The_greatest_credit_and_window_are_taken()
    {
        await using var router = await TestRouter.StartAsync();
        await using var peer = await RawPeer.OpenAsync(router);
        await peer.BeginAsync(1, incomingWindow: uint.MaxValue);
        await peer.AttachReceiverAsync(1, "a", 0, channel: 1);
        await peer.SendAsync(1, new Flow
        {
            NextIncomingId = 0, IncomingWindow = uint.MaxValue, NextOutgoingId = 0, OutgoingWindow = uint.MaxValue,
            Handle = 1, DeliveryCount = 0, LinkCredit = uint.MaxValue, Echo = true,
        });
        (await peer.NextAsync<Flow>()).LinkCredit.ShouldBe(uint.MaxValue);
        await peer.AttachSenderAsync(0, "a");
        for (uint id = 0; id < 3; id++)
        {
            await peer.TransferAsync(0, id, [1]);
            await peer.NextAsync<Transfer>();
        }

        // A delivery-count that the router has not reached yet grants no credit.
        await peer.FlowAsync(1, 1000, 5, channel: 1);
        await peer.TransferAsync(0, 3, [1]);
        await peer.SyncAsync();
        peer.Has<Transfer>().ShouldBeFalse();
    }

    [Fact]
    public async Task A_message_of_several_frames_stops_in_the_middle_while_the_window_is_closed()
    {
        await using var router = await TestRouter.StartAsync();
        await using var sender = await RawPeer.OpenAsync(router);
        await using var peer = await RawPeer.OpenAsync(router, maxFrameSize: 512);
        await peer.BeginAsync(1, incomingWindow: 2);
        await peer.AttachReceiverAsync(0, "a", 0, channel: 1);
        await peer.SendAsync(1, new Flow { NextIncomingId = 0, IncomingWindow = 2, NextOutgoingId = 0, OutgoingWindow = 9, Handle = 0, DeliveryCount = 0, LinkCredit = 9 });
        await sender.AttachSenderAsync(0, "a");
        byte[] payload = [.. Enumerable.Range(0, 2000).Select(i => (byte)i)];
        await sender.TransferAsync(0, 0, payload);
        await sender.SyncAsync();
        await peer.SyncAsync();
        var received = new List<byte>();
        for (uint count = 1; ; count++)
        {
            var frame = await peer.NextFrameAsync<Transfer>();
            received.AddRange(frame.Payload);
            if (!((Transfer)frame.Performative!).More)
            {
                break;
            }

            if (count >= 2)
            {
                await peer.SyncAsync();
                peer.Has<Transfer>().ShouldBeFalse();
                await peer.SendAsync(1, new Flow { NextIncomingId = count, IncomingWindow = 1, NextOutgoingId = 0, OutgoingWindow = 9 });
            }
        }

        received.ShouldBe(payload);
    }

    [Theory]
    [InlineData(SenderSettleMode.Mixed, ReceiverSettleMode.First)]
    [InlineData(SenderSettleMode.Settled, ReceiverSettleMode.Second)]
    [InlineData(SenderSettleMode.Unsettled, ReceiverSettleMode.Second)]
    public async Task A_consumer_gets_the_settle_modes_it_asks_for_and_a_sender_always_settles_after_its_receiver(SenderSettleMode sender, ReceiverSettleMode receiver)
    {
        await using var router = await TestRouter.StartAsync();
        await using var peer = await RawPeer.OpenAsync(router);
        var consumer = await peer.AttachReceiverAsync(0, "a", 0, change: attach =>
        {
            attach.SndSettleMode = sender;
            attach.RcvSettleMode = receiver;
        });
        consumer.SndSettleMode.ShouldBe(sender);
        consumer.RcvSettleMode.ShouldBe(receiver);
        await peer.SendAsync(0, new Attach
        {
            LinkName = "s", Handle = 1, Role = false, SndSettleMode = sender, RcvSettleMode = receiver, Source = new Source(),
            Target = new Amqp.Framing.Target { Address = "a" }, InitialDeliveryCount = 0,
        });
        var producer = await peer.NextAsync<Attach>();
        producer.SndSettleMode.ShouldBe(sender);
        producer.RcvSettleMode.ShouldBe(ReceiverSettleMode.First);
    }

    [Fact]
    public async Task A_settle_mode_that_does_not_exist_ends_the_session()
    {
        await using var router = await TestRouter.StartAsync();
        await using var peer = await RawPeer.OpenAsync(router);
        await peer.SendAsync(0, new Attach { LinkName = "s", Handle = 1, Role = true, SndSettleMode = (SenderSettleMode)3, Source = new Source { Address = "a" } });
        (await peer.NextAsync<End>()).Error.Condition.ToString().ShouldBe(ErrorCode.InvalidField);
    }

    [Fact]
    public async Task A_dynamic_source_lives_as_long_as_its_link_whatever_was_asked_for()
    {
        await using var router = await TestRouter.StartAsync();
        await using var peer = await RawPeer.OpenAsync(router);
        var source = (Source)(await peer.AttachReceiverAsync(1, null, 5, change: attach => attach.Source = new Source
        {
            Dynamic = true, Durable = 2, ExpiryPolicy = (Symbol)"never", Timeout = 60, DistributionMode = (Symbol)"copy",
            DynamicNodeProperties = new Fields { [(Symbol)"lifetime-policy"] = new DescribedValue(0x2bul, new List()) },
        })).Source;
        source.Dynamic.ShouldBeTrue();
        source.Durable.ShouldBe(0u);
        source.ExpiryPolicy.ToString().ShouldBe("link-detach");
        source.Timeout.ShouldBe(0u);
        source.DistributionMode.ToString().ShouldBe("move");
        source.DynamicNodeProperties.ShouldContainKey((Symbol)"lifetime-policy");
    }

    [Fact]
    public async Task A_dynamic_target_is_refused()
    {
        await using var router = await TestRouter.StartAsync();
        await using var peer = await RawPeer.OpenAsync(router);
        await peer.SendAsync(0, new Attach { LinkName = "s", Handle = 1, Role = false, Source = new Source(), Target = new Amqp.Framing.Target { Dynamic = true }, InitialDeliveryCount = 0 });
        (await peer.NextAsync<Attach>()).Target.ShouldBeNull();
        (await peer.NextAsync<Detach>()).Error.Condition.ToString().ShouldBe(ErrorCode.NotImplemented);
    }

    [Fact]
    public async Task The_other_end_of_a_link_may_be_left_out()
    {
        await using var router = await TestRouter.StartAsync();
        await using var peer = await RawPeer.OpenAsync(router);
        await peer.SendAsync(0, new Attach { LinkName = "r", Handle = 0, Role = true, Source = new Source { Address = "a" } });
        await peer.NextAsync<Attach>();
        await peer.FlowAsync(0, 0, 5);
        await peer.SendAsync(0, new Attach { LinkName = "s", Handle = 1, Role = false, Target = new Amqp.Framing.Target { Address = "a" }, InitialDeliveryCount = 0 });
        await peer.NextAsync<Attach>();
        await peer.TransferAsync(1, 0, [1]);
        await peer.NextAsync<Transfer>();
    }

    [Fact]
    public async Task An_answer_that_does_not_fit_in_the_frames_of_the_peer_ends_the_session()
    {
        await using var router = await TestRouter.StartAsync();
        await using var peer = await RawPeer.OpenAsync(router, maxFrameSize: 512);
        await peer.SendAsync(0, new Attach { LinkName = new string('n', 600), Handle = 0, Role = true, Source = new Source { Address = "a" } });
        (await peer.NextAsync<End>()).Error.Condition.ToString().ShouldBe("amqp:frame-size-too-small");
    }

    [Fact]
    public async Task A_sender_that_closes_in_the_middle_of_a_message_leaves_nothing_of_it()
    {
        await using var router = await TestRouter.StartAsync();
        await using var consumer = await RawPeer.OpenAsync(router);
        await using var sender = await RawPeer.OpenAsync(router);
        await consumer.AttachReceiverAsync(0, "a", 10);
        await sender.AttachSenderAsync(0, "a");
        await sender.TransferAsync(0, 0, [1], more: true);
        await sender.SendAsync(0, new Close { Error = new Error((Symbol)"my:error") { Description = "had enough" } });
        (await sender.NextAsync<Close>()).Error.ShouldBeNull();
        await sender.EndOfStreamAsync();
        await consumer.SyncAsync();
        consumer.Has<Transfer>().ShouldBeFalse();
    }

    [Fact]
    public async Task A_consumer_whose_sender_closes_in_the_middle_of_its_message_gets_the_whole()
    {
        await using var router = await TestRouter.StartAsync();
        await using var consumer = await RawPeer.OpenAsync(router, maxFrameSize: 512);
        await using var sender = await RawPeer.OpenAsync(router);
        await consumer.BeginAsync(1, incomingWindow: 1);
        await consumer.AttachReceiverAsync(0, "a", 0, channel: 1);
        await consumer.SendAsync(1, new Flow { NextIncomingId = 0, IncomingWindow = 1, NextOutgoingId = 0, OutgoingWindow = 9, Handle = 0, DeliveryCount = 0, LinkCredit = 9 });
        await consumer.SyncAsync();
        await sender.AttachSenderAsync(0, "a");
        await sender.TransferAsync(0, 0, new byte[1000]);
        (await consumer.NextAsync<Transfer>()).More.ShouldBeTrue();
        await sender.SendAsync(0, new Close { Error = new Error((Symbol)"my:error") });
        await sender.EndOfStreamAsync();
        await consumer.SendAsync(1, new Flow { NextIncomingId = 1, IncomingWindow = 9, NextOutgoingId = 0, OutgoingWindow = 9 });
        Transfer next;
        do
        {
            next = await consumer.NextAsync<Transfer>();
        }
        while (next.More);
        next.Aborted.ShouldBeFalse();
        await consumer.SettleAsync(0, new Accepted(), channel: 1);
        await consumer.SyncAsync();
    }

    [Fact]
    public async Task A_peer_that_ends_its_session_while_messages_come_gets_its_End_and_the_messages_go_back()
    {
        await using var router = await TestRouter.StartAsync();
        await using var sender = await RawPeer.OpenAsync(router);
        await using var consumer = await RawPeer.OpenAsync(router);
        await consumer.BeginAsync(1);
        await consumer.AttachReceiverAsync(0, "a", 1, channel: 1);
        await sender.AttachSenderAsync(0, "a");
        await sender.TransferAsync(0, 0, [1]);
        await sender.TransferAsync(0, 1, [2]);
        await consumer.NextAsync<Transfer>();

        // The client detaches, ends and begins again without waiting for an answer.
        await consumer.SendAsync(1, new Detach { Handle = 0, Closed = true });
        await consumer.SendAsync(1, new End());
        await consumer.SendAsync(1, new Begin { NextOutgoingId = 0, IncomingWindow = 10, OutgoingWindow = 10 });
        (await consumer.NextFrameAsync<Detach>()).Channel.ShouldBe((ushort)1);
        await consumer.NextAsync<End>();
        (await consumer.NextAsync<Begin>()).RemoteChannel.ShouldBe((ushort)1);
        (await sender.NextAsync<Dispose>()).State.ShouldBeOfType<Modified>();
        (await sender.NextAsync<Dispose>()).State.ShouldBeOfType<Released>();
    }

    [Fact]
    public async Task A_second_detach_of_a_link_ends_the_session()
    {
        await using var router = await TestRouter.StartAsync();
        await using var peer = await RawPeer.OpenAsync(router);
        await peer.AttachReceiverAsync(0, "a", 1);
        await peer.SendAsync(0, new Detach { Handle = 0 });
        (await peer.NextAsync<Detach>()).Closed.ShouldBeFalse();
        await peer.SendAsync(0, new Detach { Handle = 0, Closed = true });
        (await peer.NextAsync<End>()).Error.Condition.ToString().ShouldBe(ErrorCode.UnattachedHandle);
    }

    [Fact]
    public async Task Drain_without_credit_and_echo_of_a_session_are_answered()
    {
        await using var router = await TestRouter.StartAsync();
        await using var peer = await RawPeer.OpenAsync(router);
        await peer.AttachReceiverAsync(1, "a", 0);
        await peer.FlowAsync(1, 0, 0, drain: true);
        var flow = await peer.NextAsync<Flow>();
        flow.Drain.ShouldBeTrue();
        flow.LinkCredit.ShouldBe(0u);
        await peer.SyncAsync();
    }
}
