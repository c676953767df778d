using Amqp;
using Amqp.Framing;
using Amqp.Types;
using Microsoft.Extensions.Time.Testing;

namespace Amqp1.Embedded.Tests;

public sealed class SlowPeerTests
{
    private const uint Many = 100_000;

    [Theory]
    [InlineData("unicast")]
    [InlineData("anycast")]
    public async Task A_consumer_that_does_not_read_leaves_the_others_their_messages(string address)
    {
        const int Count = 400;
        await using var router = await TestRouter.StartAsync();
        await using var sender = await RawPeer.OpenAsync(router);
        await using var frozen = await RawPeer.OpenAsync(router);
        await using var busy = await RawPeer.OpenAsync(router);
        await frozen.AttachReceiverAsync(0, address, Many);
        await busy.AttachReceiverAsync(0, address, Many);
        await sender.AttachSenderAsync(0, address);
        var sending = SendAsync();

        // The buffers of the frozen consumer take some messages and then no more, so most of the 24 MB arrive here.
        for (var received = 0; received < Count / 2; received++)
        {
            await busy.NextAsync<Transfer>();
        }

        await frozen.DisposeAsync();
        await sending;

        async Task SendAsync()
        {
            uint sent = 0, limit = 0;
            while (sent < Count)
            {
                while (sent == limit)
                {
                    var flow = await sender.NextAsync<Flow>();
                    limit = flow.DeliveryCount + flow.LinkCredit;
                }

                await sender.TransferAsync(0, sent++, new byte[60_000], settled: true);
            }
        }
    }

    [Fact]
    public async Task A_peer_that_asks_and_does_not_read_the_answers_is_read_again_once_it_does()
    {
        const int Count = 700_000;
        await using var router = await TestRouter.StartAsync();
        await using var witness = await RawPeer.OpenAsync(router);
        await using var peer = await RawPeer.OpenAsync(router);
        var flow = RawPeer.Frame(0, new Flow { NextIncomingId = 0, IncomingWindow = 100, NextOutgoingId = 0, OutgoingWindow = 100, Echo = true });
        var burst = Enumerable.Repeat(flow, 1000).SelectMany(bytes => bytes).ToArray();
        var asking = AskAsync();
        await witness.SyncAsync();
        for (var answers = 0; answers < Count; answers++)
        {
            (await peer.ReadFrameAsync()).ShouldNotBeNull().Performative.ShouldBeOfType<Flow>();
        }

        await asking;

        async Task AskAsync()
        {
            for (var sent = 0; sent < Count; sent += 1000)
            {
                await peer.SendAsync(burst);
            }
        }
    }

    [Fact]
    public async Task A_sender_that_never_reads_its_outcomes_is_dropped_before_they_fill_the_memory()
    {
        await using var router = await TestRouter.StartAsync(new EmbeddedRouterOptions { LinkCapacity = 10_000 });
        await using var sender = await RawPeer.OpenAsync(router);
        await using var consumer = await RawPeer.OpenAsync(router);
        await consumer.AttachReceiverAsync(0, "a", Many);
        await sender.AttachSenderAsync(0, "a");
        const uint Count = 1500;
        for (uint id = 0; id < Count; id++)
        {
            await sender.TransferAsync(0, id, [1]);
        }

        var rejected = new Rejected { Error = new Error((Symbol)"x:y") { Description = new string('d', 60_000) } };
        for (uint id = 0; id < Count; id++)
        {
            await consumer.NextAsync<Transfer>();
            await consumer.SettleAsync(id, rejected);
        }

        await consumer.SyncAsync();
        await sender.EndOfStreamAsync();
        sender.Has<Close>().ShouldBeFalse();
        await consumer.SyncAsync();
    }

    [Fact]
    public async Task A_peer_that_froze_is_dropped_after_the_idle_time_out_and_its_messages_go_to_others()
    {
        var time = new FakeTimeProvider();
        await using var router = await TestRouter.StartAsync(new EmbeddedRouterOptions { IdleTimeout = TimeSpan.FromSeconds(40), TimeProvider = time });
        await using var sender = await RawPeer.OpenAsync(router);
        await using var frozen = await RawPeer.OpenAsync(router);
        await frozen.AttachReceiverAsync(0, "a", 1);

        // Bytes that the router has not read yet would count as activity of the frozen peer.
        await frozen.SyncAsync();
        await sender.AttachSenderAsync(0, "a");
        await sender.TransferAsync(0, 0, [1]);
        await sender.TransferAsync(0, 1, [2]);
        await sender.SyncAsync();
        for (var i = 0; i < 6; i++)
        {
            await sender.SyncAsync();
            time.Advance(TimeSpan.FromSeconds(10));
        }

        (await sender.NextAsync<Dispose>()).State.ShouldBeOfType<Modified>();
        (await sender.NextAsync<Dispose>()).State.ShouldBeOfType<Released>();
        await sender.SyncAsync();

        // The router sends the reason, in case the peer wakes up. Then it closes the socket, although the peer never closed its own side.
        time.Advance(TimeSpan.FromSeconds(2));
        await frozen.EndOfStreamAsync();
    }

    [Fact]
    public async Task A_peer_that_froze_with_its_buffers_full_is_dropped_too()
    {
        var time = new FakeTimeProvider();
        await using var router = await TestRouter.StartAsync(new EmbeddedRouterOptions { IdleTimeout = TimeSpan.FromSeconds(40), TimeProvider = time });
        await using var sender = await RawPeer.OpenAsync(router);
        await using var frozen = await RawPeer.OpenAsync(router);
        await frozen.AttachReceiverAsync(0, "a", Many);

        // Bytes that the router has not read yet would count as activity of the frozen peer.
        await frozen.SyncAsync();
        await sender.AttachSenderAsync(0, "a");
        for (uint id = 0; id < 250; id++)
        {
            await sender.TransferAsync(0, id, new byte[60_000]);
        }

        for (var i = 0; i < 6; i++)
        {
            await sender.SyncAsync();
            time.Advance(TimeSpan.FromSeconds(10));
        }

        (await sender.NextAsync<Dispose>()).State.ShouldBeOfType<Modified>();
        time.Advance(TimeSpan.FromSeconds(2));
        await frozen.EndOfStreamAsync();
        await sender.SyncAsync();
    }

    [Fact]
    public async Task A_peer_that_hangs_up_half_is_given_what_is_on_its_way_and_closed()
    {
        await using var router = await TestRouter.StartAsync();
        await using var sender = await RawPeer.OpenAsync(router);
        await using var peer = await RawPeer.OpenAsync(router);
        await peer.AttachReceiverAsync(0, "a", 10);
        await sender.AttachSenderAsync(0, "a");
        await sender.TransferAsync(0, 0, [1]);
        await sender.SyncAsync();
        peer.HangUp();
        (await peer.NextFrameAsync<Transfer>()).Payload.ShouldBe([1]);
        await peer.EndOfStreamAsync();
        (await sender.NextAsync<Dispose>()).State.ShouldBeOfType<Modified>();
    }
}
