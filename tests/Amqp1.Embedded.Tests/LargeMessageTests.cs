using Amqp;
using Amqp.Framing;

namespace Amqp1.Embedded.Tests;

public sealed class LargeMessageTests
{
    [Fact]
    public async Task A_message_of_3_MB_passes_between_clients_with_different_frame_sizes()
    {
        await using var router = await TestRouter.StartAsync();
        await using var consumer = await RawPeer.OpenAsync(router, maxFrameSize: 1000);
        await consumer.AttachReceiverAsync(0, "a", 1);
        var factory = new ConnectionFactory();
        var connection = await factory.CreateAsync(new Amqp.Address(router.TransportUrl));
        var sender = new SenderLink(new Session(connection), "s", "a");
        var body = new byte[3_000_000];
        new Random(1).NextBytes(body);
        var sending = sender.SendAsync(new Message { BodySection = new Data { Binary = body } });

        var whole = new MemoryStream();
        Transfer transfer;
        do
        {
            var frame = await consumer.NextFrameAsync<Transfer>();
            transfer = (Transfer)frame.Performative!;
            whole.Write(frame.Payload);
        }
        while (transfer.More);
        whole.ToArray().AsSpan(^body.Length..).SequenceEqual(body).ShouldBeTrue();
        await consumer.SettleAsync(transfer.DeliveryId, new Accepted());
        await sending;
        await connection.CloseAsync();
    }

    [Fact]
    public async Task Messages_of_several_frames_may_interleave_on_different_links()
    {
        await using var router = await TestRouter.StartAsync();
        await using var peer = await RawPeer.OpenAsync(router);
        await peer.AttachReceiverAsync(2, "a", 10);
        await peer.AttachReceiverAsync(3, "b", 10);
        await peer.AttachSenderAsync(0, "a");
        await peer.AttachSenderAsync(1, "b");
        await peer.TransferAsync(0, 0, [1], more: true);
        await peer.TransferAsync(1, 1, [11], more: true);
        await peer.TransferAsync(0, 0, [2], more: true);
        await peer.TransferAsync(1, 1, [12]);
        var second = await peer.NextFrameAsync<Transfer>();
        second.Payload.ShouldBe([11, 12]);
        ((Transfer)second.Performative!).Handle.ShouldBe(3u);
        await peer.TransferAsync(0, 0, [3]);
        (await peer.NextFrameAsync<Transfer>()).Payload.ShouldBe([1, 2, 3]);
    }

    [Fact]
    public async Task An_aborted_message_is_never_seen_by_the_consumer()
    {
        await using var router = await TestRouter.StartAsync();
        await using var peer = await RawPeer.OpenAsync(router);
        await peer.AttachReceiverAsync(1, "a", 10);
        await peer.AttachSenderAsync(0, "a");
        await peer.TransferAsync(0, 0, [1], more: true);
        await peer.TransferAsync(0, 0, [], aborted: true);
        await peer.TransferAsync(0, 1, [2]);
        (await peer.NextFrameAsync<Transfer>()).Payload.ShouldBe([2]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_message_over_the_limit_detaches_its_link(int frames)
    {
        await using var router = await TestRouter.StartAsync(new EmbeddedRouterOptions { MaxMessageSize = 1000 });
        await using var peer = await RawPeer.OpenAsync(router);
        await peer.AttachReceiverAsync(1, "a", 10);
        (await peer.AttachSenderAsync(0, "a")).MaxMessageSize.ShouldBe(1000ul);
        for (var i = 1; i <= frames; i++)
        {
            await peer.TransferAsync(0, 0, new byte[(1200 / frames) + 1], more: i < frames);
        }

        (await peer.NextAsync<Detach>()).Error.Condition.ToString().ShouldBe(ErrorCode.MessageSizeExceeded);
        await peer.AttachSenderAsync(5, "a");
        await peer.TransferAsync(5, 1, [5]);
        (await peer.NextFrameAsync<Transfer>()).Payload.ShouldBe([5]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Aborted_messages_cost_no_credit_even_when_marked_as_more(bool more)
    {
        await using var router = await TestRouter.StartAsync(new EmbeddedRouterOptions { LinkCapacity = 4 });
        await using var peer = await RawPeer.OpenAsync(router);
        await peer.AttachReceiverAsync(1, "a", 100);
        await peer.AttachSenderAsync(0, "a");
        uint limit = await peer.CreditAsync(0);
        for (uint id = 0; id < 19; id++)
        {
            await HasCreditAsync(id);
            await peer.TransferAsync(0, id, [1], more: true);
            await peer.TransferAsync(0, id, [], more: more, aborted: true);
        }

        await HasCreditAsync(19);
        await peer.TransferAsync(0, 19, [7], settled: true);
        (await peer.NextFrameAsync<Transfer>()).Payload.ShouldBe([7]);

        async Task HasCreditAsync(uint id)
        {
            while (id >= limit)
            {
                var flow = await peer.NextAsync<Flow>(frame => frame.Performative is Flow { HasHandle: true });
                limit = flow.DeliveryCount + flow.LinkCredit;
            }
        }
    }

    [Fact]
    public async Task A_consumer_that_settles_in_the_middle_gets_the_rest_aborted()
    {
        await using var router = await TestRouter.StartAsync();
        await using var peer = await RawPeer.OpenAsync(router);
        await using var consumer = await RawPeer.OpenAsync(router, maxFrameSize: 512);
        await consumer.SendAsync(0, new Flow { NextIncomingId = 0, IncomingWindow = 1, NextOutgoingId = 0, OutgoingWindow = 9 });
        await consumer.SendAsync(0, new Attach { LinkName = "r", Handle = 0, Role = true, Source = new Source { Address = "a" }, Target = new Amqp.Framing.Target() });
        await consumer.NextAsync<Attach>();
        await consumer.SendAsync(0, new Flow { NextIncomingId = 0, IncomingWindow = 1, NextOutgoingId = 0, OutgoingWindow = 9, Handle = 0, DeliveryCount = 0, LinkCredit = 5 });
        await peer.AttachSenderAsync(0, "a");
        await peer.TransferAsync(0, 0, new byte[5000]);
        var transfer = await consumer.NextAsync<Transfer>();
        await consumer.SettleAsync(transfer.DeliveryId, new Rejected());
        await consumer.SyncAsync(nextIncomingId: 1, incomingWindow: 0);
        consumer.Has<Transfer>().ShouldBeFalse();
        await consumer.SyncAsync(nextIncomingId: 1, incomingWindow: 1);
        (await consumer.NextAsync<Transfer>()).Aborted.ShouldBeTrue();
        (await peer.NextAsync<Dispose>()).State.ShouldBeOfType<Rejected>();
    }

    [Fact]
    public async Task A_consumer_that_takes_only_small_messages_is_not_sent_a_large_one()
    {
        await using var router = await TestRouter.StartAsync();
        await using var peer = await RawPeer.OpenAsync(router);
        await peer.AttachReceiverAsync(1, "a", 10, change: attach => attach.MaxMessageSize = 100);
        await peer.AttachSenderAsync(0, "a");
        await peer.TransferAsync(0, 0, new byte[101]);
        (await peer.NextAsync<Dispose>()).State.ShouldBeOfType<Rejected>().Error.Condition.ToString().ShouldBe(ErrorCode.MessageSizeExceeded);
        await peer.TransferAsync(0, 1, new byte[100]);
        (await peer.NextFrameAsync<Transfer>()).Payload.Length.ShouldBe(100);
    }

    [Fact]
    public async Task A_peer_that_does_not_read_is_sent_a_bounded_amount_and_loses_nothing()
    {
        const int Count = 100;
        await using var router = await TestRouter.StartAsync();
        await using var sender = await RawPeer.OpenAsync(router);
        await using var consumer = await RawPeer.OpenAsync(router);
        await using var other = await RawPeer.OpenAsync(router);
        await consumer.AttachReceiverAsync(0, "a", 1000);
        await other.AttachReceiverAsync(0, "b", 1000);
        await sender.AttachSenderAsync(0, "a");
        await sender.AttachSenderAsync(1, "b");
        await sender.CreditAsync(0);
        for (uint id = 0; id < Count; id++)
        {
            // The messages have 20 MB in all, which is far more than the router's output buffer and the sockets can hold.
            for (var part = 0; part < 4; part++)
            {
                await sender.TransferAsync(0, id, new byte[50_000], more: part < 3, settled: true);
            }
        }

        await sender.TransferAsync(1, Count, [1], settled: true);
        (await other.NextFrameAsync<Transfer>()).Payload.ShouldBe([1]);
        var bytes = 0;
        while (bytes < Count * 200_000)
        {
            bytes += (await consumer.NextFrameAsync<Transfer>()).Payload.Length;
        }

        bytes.ShouldBe(Count * 200_000);
        router.Engine.Undelivered.Lost.ShouldBe(0);
    }
}
