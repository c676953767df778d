using Amqp;
using Amqp.Framing;
using Microsoft.Extensions.Time.Testing;

namespace Amqp1.Embedded.Tests;

public sealed class TimeToLiveTests
{
    private readonly FakeTimeProvider _time = new();

    [Theory]
    [InlineData("unicast")]
    [InlineData("broadcast")]
    public async Task A_message_that_waits_for_too_long_is_released_and_never_delivered(string address)
    {
        await using var router = await StartAsync();
        await using var peer = await RawPeer.OpenAsync(router);
        await peer.AttachReceiverAsync(1, address, 0);
        await peer.AttachSenderAsync(0, address);
        await peer.TransferAsync(0, 0, Encode("short", ttl: 500));
        await peer.TransferAsync(0, 1, Encode("long", ttl: 5000));
        await peer.TransferAsync(0, 2, Encode("none", ttl: null));
        await peer.SyncAsync();
        _time.Advance(TimeSpan.FromMilliseconds(499));
        await peer.SyncAsync();
        peer.Has<Dispose>().ShouldBeFalse();

        _time.Advance(TimeSpan.FromMilliseconds(2));
        var told = await peer.NextAsync<Dispose>();
        told.First.ShouldBe(0u);
        told.State.ShouldBeOfType<Released>();
        await peer.FlowAsync(1, 0, 10);
        Body(await peer.NextFrameAsync<Transfer>()).ShouldBe("long");
        Body(await peer.NextFrameAsync<Transfer>()).ShouldBe("none");
        router.Engine.Routing.Expiries.Count.ShouldBe(0);
    }

    [Theory]
    [InlineData(1000u, 400, 600u)]
    [InlineData(200u, 50, 150u)]
    public async Task A_message_that_waited_arrives_with_what_is_left_of_its_time(uint ttl, int waited, uint left)
    {
        await using var router = await StartAsync();
        await using var peer = await RawPeer.OpenAsync(router);
        await peer.AttachReceiverAsync(1, "a", 0);
        await peer.AttachSenderAsync(0, "a");
        await peer.TransferAsync(0, 0, Encode("x", ttl));
        await peer.SyncAsync();
        _time.Advance(TimeSpan.FromMilliseconds(waited));
        await peer.FlowAsync(1, 0, 10);
        var received = Decode(await peer.NextFrameAsync<Transfer>());
        received.Header.Ttl.ShouldBe(left);
        received.Body.ShouldBe("x");
        router.Engine.Routing.Expiries.Count.ShouldBe(0);
    }

    [Fact]
    public async Task The_longest_time_to_live_is_taken()
    {
        await using var router = await TestRouter.StartAsync();
        await using var peer = await RawPeer.OpenAsync(router);
        await peer.AttachReceiverAsync(1, "a", 0);
        await peer.AttachSenderAsync(0, "a");
        await peer.TransferAsync(0, 0, Encode("x", uint.MaxValue));
        await peer.SyncAsync();
        await peer.FlowAsync(1, 0, 10);
        Body(await peer.NextFrameAsync<Transfer>()).ShouldBe("x");
    }

    [Fact]
    public async Task A_message_that_does_not_wait_arrives_as_it_was_sent()
    {
        await using var router = await StartAsync();
        await using var peer = await RawPeer.OpenAsync(router);
        await peer.AttachReceiverAsync(1, "a", 10);
        await peer.AttachSenderAsync(0, "a");
        var message = Encode("x", ttl: 500);
        await peer.TransferAsync(0, 0, message);
        (await peer.NextFrameAsync<Transfer>()).Payload.ShouldBe(message);
        _time.Advance(TimeSpan.FromSeconds(1));
        await peer.SyncAsync();
        peer.Has<Dispose>().ShouldBeFalse();
    }

    [Theory]
    [InlineData("unicast")]
    [InlineData("broadcast")]
    public async Task A_pre_settled_message_that_waits_for_too_long_is_counted_as_lost_and_its_credit_given_back(string address)
    {
        await using var router = await StartAsync(capacity: 2);
        await using var peer = await RawPeer.OpenAsync(router);
        await peer.AttachReceiverAsync(1, address, 0);
        await peer.AttachSenderAsync(0, address);
        (await peer.CreditAsync(0)).ShouldBe(2u);
        await peer.TransferAsync(0, 0, Encode("1", ttl: 100), settled: true);
        await peer.TransferAsync(0, 1, Encode("2", ttl: 100), settled: true);
        await peer.SyncAsync();
        peer.Has<Flow>().ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(1));
        (await peer.CreditAsync(0)).ShouldBe(2u);
        router.Engine.Undelivered.Lost.ShouldBe(2);
        await peer.FlowAsync(1, 0, 10);
        await peer.SyncAsync();
        peer.Has<Transfer>().ShouldBeFalse();
    }

    [Fact]
    public async Task A_multicast_message_is_accepted_by_those_that_took_it_in_time()
    {
        await using var router = await StartAsync();
        await using var peer = await RawPeer.OpenAsync(router);
        await peer.AttachReceiverAsync(1, "broadcast", 10);
        await peer.AttachReceiverAsync(2, "broadcast", 0);
        await peer.AttachSenderAsync(0, "broadcast");
        await peer.TransferAsync(0, 0, Encode("x", ttl: 100));
        await peer.SettleAsync((await peer.NextAsync<Transfer>()).DeliveryId, new Accepted());
        await peer.SyncAsync();
        peer.Has<Dispose>().ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(1));
        (await peer.NextAsync<Dispose>()).State.ShouldBeOfType<Accepted>();
    }

    [Fact]
    public async Task What_is_no_header_or_no_time_to_live_passes_untouched()
    {
        await using var router = await StartAsync();
        await using var peer = await RawPeer.OpenAsync(router);
        await peer.AttachReceiverAsync(1, "a", 0);
        await peer.AttachSenderAsync(0, "a");
        byte[][] payloads = [Encode("x", ttl: 0), [0, 0x53, 0x70, 0xc0, 200, 3], [0, 0x53, 0x70, 0x45], [0, 0x53, 0x70, 0xc0, 4, 3, 0x40, 0x40, 0x41], [1, 2]];
        for (var id = 0; id < payloads.Length; id++)
        {
            await peer.TransferAsync(0, (uint)id, payloads[id]);
        }

        await peer.SyncAsync();
        _time.Advance(TimeSpan.FromHours(1));
        await peer.FlowAsync(1, 0, 10);
        foreach (var payload in payloads)
        {
            (await peer.NextFrameAsync<Transfer>()).Payload.ShouldBe(payload);
        }
    }

    [Fact]
    public async Task A_waiting_message_whose_sender_or_consumer_is_gone_is_forgotten_by_the_clock_too()
    {
        await using var router = await StartAsync();
        await using var peer = await RawPeer.OpenAsync(router);
        await using var consumer = await RawPeer.OpenAsync(router);
        await consumer.AttachReceiverAsync(1, "a", 0);
        await peer.AttachSenderAsync(0, "a");
        await peer.TransferAsync(0, 0, Encode("x", ttl: 100));
        await peer.TransferAsync(0, 1, Encode("y", ttl: 100), settled: true);
        await peer.SyncAsync();
        router.Engine.Routing.Expiries.Count.ShouldBe(2);
        await peer.SendAsync(0, new Detach { Handle = 0, Closed = true });
        await peer.NextAsync<Detach>();
        router.Engine.Routing.Expiries.Count.ShouldBe(1);
        await consumer.SendAsync(0, new Detach { Handle = 1, Closed = true });
        await consumer.NextAsync<Detach>();
        router.Engine.Routing.Expiries.Count.ShouldBe(0);
        router.Engine.Undelivered.Lost.ShouldBe(1);
    }

    private Task<EmbeddedRouter> StartAsync(int capacity = 250) =>
        TestRouter.StartAsync(new EmbeddedRouterOptions { TimeProvider = _time, IdleTimeout = TimeSpan.Zero, LinkCapacity = capacity });

    private static byte[] Encode(string body, uint? ttl)
    {
        var message = new Message { Header = new Header { Durable = true }, BodySection = new AmqpValue { Value = body } };
        if (ttl is { } milliseconds)
        {
            message.Header.Ttl = milliseconds;
        }

        var buffer = message.Encode();
        return buffer.Buffer.AsSpan(buffer.Offset, buffer.Length).ToArray();
    }

    private static Message Decode(RawFrame frame) => Message.Decode(new ByteBuffer(frame.Payload, 0, frame.Payload.Length, frame.Payload.Length));

    private static string? Body(RawFrame frame) => Decode(frame).Body as string;
}
