using Amqp;
using Amqp.Framing;

namespace Amqp1.Embedded.Tests;

public sealed class LimitTests
{
    [Fact]
    public async Task A_channel_or_handle_beyond_the_maximum_closes_the_connection_with_a_framing_error()
    {
        await using var router = await TestRouter.StartAsync(new EmbeddedRouterOptions { MaxSessionsPerConnection = 2, MaxLinksPerConnection = 3 });
        await using var peer = await RawPeer.OpenAsync(router);
        peer.PeerOpen!.ChannelMax.ShouldBe((ushort)1);
        await peer.SendAsync(1, new Begin { NextOutgoingId = 0, IncomingWindow = 1, OutgoingWindow = 1 });
        (await peer.NextAsync<Begin>()).HandleMax.ShouldBe(2u);
        await peer.SendAsync(2, new Begin { NextOutgoingId = 0, IncomingWindow = 1, OutgoingWindow = 1 });
        (await peer.NextAsync<Close>()).Error.Condition.ToString().ShouldBe(ErrorCode.FramingError);

        await using var other = await RawPeer.OpenAsync(router);
        await other.SendAsync(0, new Attach { LinkName = "x", Handle = 3, Role = true, Source = new Source { Address = "a" } });
        (await other.NextAsync<Close>()).Error.Condition.ToString().ShouldBe(ErrorCode.FramingError);
    }

    [Fact]
    public async Task A_link_too_many_is_refused_and_its_place_is_free_once_another_has_gone()
    {
        await using var router = await TestRouter.StartAsync(new EmbeddedRouterOptions { MaxLinksPerConnection = 3 });
        await using var peer = await RawPeer.OpenAsync(router);
        await peer.BeginAsync(1);
        await peer.AttachReceiverAsync(0, "a", 1);
        await peer.AttachReceiverAsync(1, "b", 1);
        await peer.AttachReceiverAsync(2, "c", 1);
        (await peer.AttachSenderAsync(0, "a", channel: 1)).Target.ShouldBeNull();
        (await peer.NextAsync<Detach>()).Error.Condition.ToString().ShouldBe(ErrorCode.ResourceLimitExceeded);
        await peer.SendAsync(1, new Detach { Handle = 0, Closed = true });
        await peer.SendAsync(0, new Detach { Handle = 1, Closed = true });
        await peer.NextAsync<Detach>();
        (await peer.AttachSenderAsync(0, "a", channel: 1)).Target.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_peer_that_ignores_its_refusals_loses_the_session()
    {
        await using var router = await TestRouter.StartAsync(new EmbeddedRouterOptions { MaxLinksPerConnection = 2 });
        await using var peer = await RawPeer.OpenAsync(router);
        await peer.BeginAsync(1);
        await peer.BeginAsync(2);
        await peer.AttachReceiverAsync(0, "a", 0);
        await peer.AttachReceiverAsync(1, "b", 0);
        await peer.AttachReceiverAsync(0, "c", 0, channel: 1, attach => attach.LinkName = "2");
        await peer.AttachReceiverAsync(1, "d", 0, channel: 1, attach => attach.LinkName = "3");
        await peer.SendAsync(2, new Attach { LinkName = "4", Handle = 0, Role = true, Source = new Source { Address = "e" } });
        var end = await peer.NextFrameAsync<End>();
        end.Channel.ShouldBe((ushort)2);
        ((End)end.Performative!).Error.Condition.ToString().ShouldBe(ErrorCode.ResourceLimitExceeded);
    }

    [Fact]
    public async Task A_consumer_that_does_not_settle_gets_no_more_than_the_limit()
    {
        await using var router = await TestRouter.StartAsync(new EmbeddedRouterOptions { MaxUnsettledPerLink = 3 });
        await using var peer = await RawPeer.OpenAsync(router);
        await using var sender = await RawPeer.OpenAsync(router);
        await using var another = await RawPeer.OpenAsync(router);
        await peer.AttachReceiverAsync(1, "a", 100);
        await sender.AttachSenderAsync(0, "a");
        await another.AttachSenderAsync(0, "a");
        (await sender.CreditAsync(0)).ShouldBe(3u);
        for (uint id = 0; id < 3; id++)
        {
            await sender.TransferAsync(0, id, [(byte)id]);
            await sender.SyncAsync();
            await another.TransferAsync(0, id, [(byte)(10 + id)]);
            await another.SyncAsync();
        }

        await peer.SyncAsync();
        for (var i = 0; i < 3; i++)
        {
            await peer.NextAsync<Transfer>();
        }

        peer.Has<Transfer>().ShouldBeFalse();

        // The senders do not get more credit either. A settlement lets everything continue.
        sender.Has<Flow>(flow => flow.HasHandle && flow.LinkCredit > 0).ShouldBeFalse();
        await peer.SettleAsync(0, new Accepted(), last: 2);
        for (var i = 0; i < 3; i++)
        {
            await peer.NextAsync<Transfer>();
        }

        await peer.SettleAsync(3, new Accepted(), last: 5);
        var credit = 0u;
        while (credit < 3)
        {
            credit = await sender.CreditAsync(0);
        }
    }

    [Fact]
    public async Task Large_messages_that_wait_take_the_credit_away_until_they_have_left()
    {
        await using var router = await TestRouter.StartAsync(new EmbeddedRouterOptions { LinkCapacityBytes = 100_000 });
        await using var peer = await RawPeer.OpenAsync(router);
        await peer.AttachReceiverAsync(1, "a", 0);
        await peer.AttachSenderAsync(0, "a");
        (await peer.CreditAsync(0)).ShouldBe(250u);
        await peer.TransferAsync(0, 0, new byte[40_000]);
        (await peer.CreditAsync(0)).ShouldBe(1u);
        await peer.TransferAsync(0, 1, new byte[40_000]);
        await peer.TransferAsync(0, 2, new byte[40_000]);
        await peer.SyncAsync();
        peer.Has<Flow>(flow => flow.HasHandle && flow.LinkCredit > 0).ShouldBeFalse();
        await peer.FlowAsync(1, 0, 10);
        for (var i = 0; i < 3; i++)
        {
            (await peer.NextFrameAsync<Transfer>()).Payload.Length.ShouldBe(40_000);
        }

        uint credit;
        do
        {
            credit = await peer.CreditAsync(0);
        }
        while (credit < 250);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_connection_that_fills_the_router_is_closed(bool unfinished)
    {
        await using var router = await TestRouter.StartAsync(new EmbeddedRouterOptions { MaxMessageSize = 100_000, MaxHeldBytesPerConnection = 200_000 });
        await using var witness = await RawPeer.OpenAsync(router);
        await using var peer = await RawPeer.OpenAsync(router);
        await witness.AttachReceiverAsync(1, "a", 0);
        for (uint i = 0; i < 5; i++)
        {
            await peer.AttachSenderAsync(i, "a");
            await peer.TransferAsync(i, i, new byte[50_000], more: unfinished);
        }

        (await peer.NextAsync<Close>()).Error.Condition.ToString().ShouldBe(ErrorCode.ResourceLimitExceeded);
        await peer.EndOfStreamAsync();
        await witness.SyncAsync();
        await witness.FlowAsync(1, 0, 10);
        await witness.SyncAsync();
        witness.Has<Transfer>().ShouldBeFalse();
    }

    [Fact]
    public async Task What_has_left_the_router_does_not_count_any_more()
    {
        await using var router = await TestRouter.StartAsync(new EmbeddedRouterOptions { MaxMessageSize = 100_000, MaxHeldBytesPerConnection = 100_000 });
        await using var peer = await RawPeer.OpenAsync(router);
        await using var consumer = await RawPeer.OpenAsync(router);
        for (uint round = 0; round < 4; round++)
        {
            // One message waits and is sent, one is aborted, one waits and loses its sender, and one waits and loses its consumer.
            await consumer.AttachReceiverAsync(1, "a", 0);
            await peer.AttachSenderAsync(0, "a");
            await peer.TransferAsync(0, round * 10, new byte[60_000]);
            await peer.SyncAsync();
            await consumer.FlowAsync(1, 0, 1);
            await consumer.NextAsync<Transfer>();
            await peer.TransferAsync(0, (round * 10) + 1, new byte[60_000], more: true);
            await peer.TransferAsync(0, (round * 10) + 1, [], aborted: true);
            await peer.TransferAsync(0, (round * 10) + 2, new byte[60_000]);
            await peer.SendAsync(0, new Detach { Handle = 0, Closed = true });
            await peer.NextAsync<Detach>();
            await peer.AttachSenderAsync(0, "a");
            await peer.TransferAsync(0, (round * 10) + 3, new byte[60_000], settled: round % 2 == 0);
            await peer.SyncAsync();
            await consumer.SendAsync(0, new Detach { Handle = 1, Closed = true });
            await consumer.NextAsync<Detach>();
            await peer.SendAsync(0, new Detach { Handle = 0, Closed = true });
            await peer.NextAsync<Detach>();
        }
    }
}
