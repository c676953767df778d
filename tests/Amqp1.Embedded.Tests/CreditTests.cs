using Amqp;
using Amqp.Framing;
using Amqp.Types;

namespace Amqp1.Embedded.Tests;

public sealed class CreditTests
{
    [Fact]
    public async Task A_sender_gets_credit_when_the_first_consumer_comes_and_loses_it_with_the_last()
    {
        await using var router = await TestRouter.StartAsync();
        await using var peer = await RawPeer.OpenAsync(router);
        await using var consumer = await RawPeer.OpenAsync(router);
        await peer.AttachSenderAsync(0, "a");
        await peer.SyncAsync();
        peer.Has<Flow>().ShouldBeFalse();

        await consumer.AttachReceiverAsync(0, "a", 0);
        (await peer.CreditAsync(0)).ShouldBe(250u);

        await consumer.SendAsync(0, new Detach { Handle = 0, Closed = true });
        (await consumer.NextAsync<Detach>()).Closed.ShouldBeTrue();
        (await peer.CreditAsync(0)).ShouldBe(0u);
    }

    [Fact]
    public async Task A_message_that_was_under_way_when_the_last_consumer_left_is_released()
    {
        await using var router = await TestRouter.StartAsync();
        await using var peer = await RawPeer.OpenAsync(router);
        await peer.AttachReceiverAsync(1, "a", 10);
        await peer.AttachSenderAsync(0, "a");
        (await peer.CreditAsync(0)).ShouldBe(250u);
        await peer.SendAsync(0, new Detach { Handle = 1, Closed = true });
        await peer.NextAsync<Detach>();
        await peer.TransferAsync(0, 0, [1]);
        (await peer.NextAsync<Dispose>()).State.ShouldBeOfType<Released>();
    }

    [Fact]
    public async Task Credit_is_given_back_at_half_of_the_capacity()
    {
        await using var router = await TestRouter.StartAsync(new EmbeddedRouterOptions { LinkCapacity = 10 });
        await using var peer = await RawPeer.OpenAsync(router);
        await peer.AttachReceiverAsync(1, "a", 100);
        await peer.AttachSenderAsync(0, "a");
        (await peer.CreditAsync(0)).ShouldBe(10u);
        for (uint id = 0; id < 4; id++)
        {
            await peer.TransferAsync(0, id, [1], settled: true);
        }

        await peer.SyncAsync();
        peer.Has<Flow>().ShouldBeFalse();
        await peer.TransferAsync(0, 4, [1], settled: true);
        var flow = await peer.NextAsync<Flow>();
        flow.LinkCredit.ShouldBe(10u);
        flow.DeliveryCount.ShouldBe(5u);
    }

    [Fact]
    public async Task The_credit_of_a_consumer_is_kept_exactly()
    {
        await using var router = await TestRouter.StartAsync();
        await using var peer = await RawPeer.OpenAsync(router);
        await peer.AttachReceiverAsync(1, "a", 3);
        await peer.AttachSenderAsync(0, "a");
        for (uint id = 0; id < 10; id++)
        {
            await peer.TransferAsync(0, id, [(byte)id], settled: true);
        }

        await ReceiveAsync(peer, 0, 3);
        await peer.SyncAsync();
        peer.Has<Transfer>().ShouldBeFalse();

        // A flow that repeats the credit, counted from before the three messages, grants no new credit.
        await peer.FlowAsync(1, 0, 3);
        await peer.SyncAsync();
        peer.Has<Transfer>().ShouldBeFalse();

        await peer.FlowAsync(1, 0, 5);
        await ReceiveAsync(peer, 3, 2);
        await peer.FlowAsync(1, 5, 100);
        await ReceiveAsync(peer, 5, 5);
    }

    [Fact]
    public async Task A_burst_of_pre_settled_messages_to_a_slow_consumer_arrives_whole_and_in_order()
    {
        const int Count = 5000;
        await using var router = await TestRouter.StartAsync();
        await using var sender = await RawPeer.OpenAsync(router);
        await using var consumer = await RawPeer.OpenAsync(router);
        await consumer.AttachReceiverAsync(0, "a", 1);
        await sender.AttachSenderAsync(0, "a");
        var sending = SendAsync();
        for (var received = 0; received < Count; received++)
        {
            var frame = await consumer.NextFrameAsync<Transfer>();
            BitConverter.ToInt32(frame.Payload).ShouldBe(received);
            await consumer.FlowAsync(0, (uint)received + 1, 1);
        }

        await sending;
        router.Engine.Undelivered.Lost.ShouldBe(0);

        async Task SendAsync()
        {
            uint sent = 0, limit = 0;
            while (sent < Count)
            {
                while (sent == limit)
                {
                    var flow = await sender.NextAsync<Flow>();
                    limit = flow.DeliveryCount + flow.LinkCredit;
                    (limit - sent).ShouldBeLessThanOrEqualTo(250u);
                }

                await sender.TransferAsync(0, sent, BitConverter.GetBytes(sent++), settled: true);
            }
        }
    }

    [Fact]
    public async Task Drain_uses_up_the_credit_when_nothing_waits()
    {
        await using var router = await TestRouter.StartAsync();
        await using var peer = await RawPeer.OpenAsync(router);
        await peer.AttachReceiverAsync(1, "a", 0);
        await peer.AttachSenderAsync(0, "a");
        await peer.TransferAsync(0, 0, [1], settled: true);
        await peer.SyncAsync();
        await peer.CreditAsync(0);
        await peer.FlowAsync(1, 0, 10, drain: true);
        await peer.NextAsync<Transfer>();
        var flow = await peer.NextAsync<Flow>();
        flow.Handle.ShouldBe(1u);
        flow.LinkCredit.ShouldBe(0u);
        flow.DeliveryCount.ShouldBe(10u);
        flow.Drain.ShouldBeTrue();

        await peer.TransferAsync(0, 1, [1], settled: true);
        await peer.SyncAsync();
        peer.Has<Transfer>().ShouldBeFalse();
        await peer.FlowAsync(1, 10, 1);
        await peer.NextAsync<Transfer>();
    }

    [Fact]
    public async Task An_echo_of_a_link_is_answered()
    {
        await using var router = await TestRouter.StartAsync();
        await using var peer = await RawPeer.OpenAsync(router);
        await peer.AttachReceiverAsync(1, "a", 0);
        await peer.FlowAsync(1, 0, 5, echo: true);
        var flow = await peer.NextAsync<Flow>();
        flow.Handle.ShouldBe(1u);
        flow.LinkCredit.ShouldBe(5u);
    }

    [Fact]
    public async Task A_message_over_the_credit_detaches_its_link_only()
    {
        await using var router = await TestRouter.StartAsync(new EmbeddedRouterOptions { LinkCapacity = 2 });
        await using var peer = await RawPeer.OpenAsync(router);
        await peer.AttachReceiverAsync(1, "a", 0);
        await peer.AttachSenderAsync(0, "a");
        await peer.AttachSenderAsync(2, "a");
        for (uint id = 0; id < 3; id++)
        {
            await peer.TransferAsync(0, id, [1]);
        }

        var detach = await peer.NextAsync<Detach>();
        detach.Handle.ShouldBe(0u);
        detach.Error.Condition.ToString().ShouldBe(ErrorCode.TransferLimitExceeded);
        await peer.SendAsync(0, new Detach { Handle = 0, Closed = true });
        await peer.TransferAsync(2, 3, [9]);
        await peer.FlowAsync(1, 0, 10);
        (await peer.NextFrameAsync<Transfer>()).Payload.ShouldBe([9]);
    }

    [Fact]
    public async Task The_window_of_a_session_holds_transfers_back()
    {
        await using var router = await TestRouter.StartAsync();
        await using var peer = await RawPeer.OpenAsync(router);
        await peer.BeginAsync(1, incomingWindow: 2);
        await peer.AttachSenderAsync(0, "a");
        await peer.SendAsync(1, new Attach
        {
            LinkName = "r", Handle = 0, Role = true, Source = new Source { Address = "a" }, Target = new Amqp.Framing.Target(),
        });
        await peer.NextAsync<Attach>();
        await peer.SendAsync(1, new Flow { NextIncomingId = 0, IncomingWindow = 2, NextOutgoingId = 0, OutgoingWindow = 10, Handle = 0, DeliveryCount = 0, LinkCredit = 10 });
        for (uint id = 0; id < 5; id++)
        {
            await peer.TransferAsync(0, id, [(byte)id], settled: true);
        }

        await ReceiveAsync(peer, 0, 2);
        await peer.SyncAsync();
        peer.Has<Transfer>().ShouldBeFalse();
        await peer.SendAsync(1, new Flow { NextIncomingId = 2, IncomingWindow = 3, NextOutgoingId = 0, OutgoingWindow = 10 });
        await ReceiveAsync(peer, 2, 3);
    }

    [Fact]
    public async Task The_router_opens_its_own_session_window_again()
    {
        await using var router = await TestRouter.StartAsync(new EmbeddedRouterOptions { LinkCapacity = 100_000 });
        await using var peer = await RawPeer.OpenAsync(router);
        await peer.BeginAsync(1);
        await peer.AttachSenderAsync(0, null, channel: 1);
        await peer.CreditAsync(0);
        var burst = new MemoryStream();
        for (uint id = 0; id < 4096; id++)
        {
            burst.Write(RawPeer.Frame(1, RawPeer.Transfer(0, id, settled: true), [1]));
        }

        await peer.SendAsync(burst.ToArray());
        var flow = await peer.NextAsync<Flow>(frame => frame.Channel == 1);
        flow.NextIncomingId.ShouldBe(4096u);
        flow.IncomingWindow.ShouldBe(8192u);
    }

    [Fact]
    public async Task Counters_may_wrap_around()
    {
        const uint Near = uint.MaxValue - 2;
        await using var router = await TestRouter.StartAsync(new EmbeddedRouterOptions { LinkCapacity = 10 });
        await using var peer = await RawPeer.OpenAsync(router);
        await peer.SendAsync(1, new Begin { NextOutgoingId = Near, IncomingWindow = 100, OutgoingWindow = 100 });
        await peer.NextAsync<Begin>();
        await peer.AttachReceiverAsync(1, "a", 100);
        await peer.SendAsync(1, new Attach
        {
            LinkName = "s", Handle = 0, Role = false, Source = new Source(), Target = new Amqp.Framing.Target { Address = "a" }, InitialDeliveryCount = Near,
        });
        await peer.NextAsync<Attach>();
        (await peer.CreditAsync(0)).ShouldBe(10u);
        for (uint i = 0; i < 6; i++)
        {
            await peer.TransferAsync(0, unchecked(Near + i), [(byte)i], channel: 1);
        }

        await ReceiveAsync(peer, 0, 6);
        var flow = await peer.NextAsync<Flow>(frame => frame.Channel == 1);
        flow.LinkCredit.ShouldBe(10u);
        await peer.SettleAsync(0, new Accepted(), last: 5);
        var settled = new List<uint>();
        while (settled.Count < 6)
        {
            var told = await peer.NextAsync<Dispose>();
            for (var id = told.First; id != unchecked(told.Last + 1); id++)
            {
                settled.Add(id);
            }
        }

        settled.ShouldBe([Near, Near + 1, Near + 2, 0u, 1u, 2u]);
    }

    private static async Task ReceiveAsync(RawPeer peer, int first, int count)
    {
        for (var id = first; id < first + count; id++)
        {
            (await peer.NextFrameAsync<Transfer>()).Payload.ShouldBe([(byte)id]);
        }
    }
}
