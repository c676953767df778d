using Amqp;
using Amqp.Framing;
using Microsoft.Extensions.Time.Testing;

namespace Amqp1.Embedded.Tests;

public sealed class LifetimeTests
{
    [Fact]
    public async Task An_idle_peer_is_closed()
    {
        var time = new FakeTimeProvider();
        await using var router = await TestRouter.StartAsync(new EmbeddedRouterOptions { IdleTimeout = TimeSpan.FromSeconds(40), TimeProvider = time });
        await using var peer = await RawPeer.OpenAsync(router);
        peer.PeerOpen!.IdleTimeOut.ShouldBe(20_000u);
        time.Advance(TimeSpan.FromSeconds(30));
        await peer.SendAsync([0, 0, 0, 8, 2, 0, 0, 0]);
        await peer.SyncAsync();
        time.Advance(TimeSpan.FromSeconds(39));
        await peer.SyncAsync();
        for (var i = 0; i < 5; i++)
        {
            time.Advance(TimeSpan.FromSeconds(10));
        }

        (await peer.NextAsync<Close>()).Error.Condition.ToString().ShouldBe(ErrorCode.ResourceLimitExceeded);

        // The router waits for the peer to close its side, on the same clock.
        await PassTimeUntilAsync(peer.EndOfStreamAsync(), time);
    }

    [Fact]
    public async Task A_peer_with_an_idle_time_out_is_sent_empty_frames_within_half_of_it()
    {
        var time = new FakeTimeProvider();
        await using var router = await TestRouter.StartAsync(new EmbeddedRouterOptions { IdleTimeout = TimeSpan.Zero, TimeProvider = time });
        await using var peer = await RawPeer.OpenAsync(router, idleTimeOut: 8000);
        peer.PeerOpen!.IdleTimeOut.ShouldBe(0u);
        for (var i = 0; i < 3; i++)
        {
            time.Advance(TimeSpan.FromSeconds(4));
            (await peer.ReadFrameAsync()).ShouldNotBeNull().Performative.ShouldBeNull();
        }
    }

    [Fact]
    public async Task A_peer_that_never_opens_is_dropped()
    {
        var time = new FakeTimeProvider();
        await using var router = await TestRouter.StartAsync(new EmbeddedRouterOptions { TimeProvider = time });
        await using var mute = await RawPeer.ConnectAsync(router);
        await using var slow = await RawPeer.ConnectAsync(router);
        await slow.SendAsync(RawPeer.AmqpHeader.ToArray());
        await slow.ReadBytesAsync(8);
        await using var good = await RawPeer.OpenAsync(router);
        time.Advance(TimeSpan.FromSeconds(10));
        await mute.EndOfStreamAsync();
        await slow.EndOfStreamAsync();
        await good.SyncAsync();
    }

    [Fact]
    public async Task Stop_closes_every_connection_and_frees_the_port()
    {
        var router = await TestRouter.StartAsync();
        var peers = new List<RawPeer>();
        for (var i = 0; i < 10; i++)
        {
            peers.Add(await RawPeer.OpenAsync(router));
        }

        await using var mute = await RawPeer.ConnectAsync(router);
        var stopping = router.StopAsync(TestContext.Current.CancellationToken);
        foreach (var peer in peers)
        {
            (await peer.NextAsync<Close>()).Error.Condition.ToString().ShouldBe(ErrorCode.ConnectionForced);
            await peer.EndOfStreamAsync();
            await peer.DisposeAsync();
        }

        await mute.EndOfStreamAsync();
        await mute.DisposeAsync();
        await stopping;
        await router.StopAsync(TestContext.Current.CancellationToken);
        router.ConnectionCount.ShouldBe(0);
        await using var next = await TestRouter.StartAsync(new EmbeddedRouterOptions { Port = router.Port });
        next.Port.ShouldBe(router.Port);
    }

    [Fact]
    public async Task Stop_drops_a_peer_that_does_not_close_its_side()
    {
        var router = await TestRouter.StartAsync();
        await using var peer = await RawPeer.OpenAsync(router);
        await router.StopAsync(new CancellationToken(canceled: true));
        router.ConnectionCount.ShouldBe(0);
    }

    [Fact]
    public async Task Close_is_answered_and_the_socket_closed()
    {
        await using var router = await TestRouter.StartAsync();
        await using var peer = await RawPeer.OpenAsync(router);
        await peer.SendAsync(0, new Close());
        (await peer.NextAsync<Close>()).Error.ShouldBeNull();
        await peer.EndOfStreamAsync();
    }

    [Fact]
    public async Task Two_hundred_clients_may_connect_at_once()
    {
        await using var router = await TestRouter.StartAsync();
        var factory = new ConnectionFactory();
        var connections = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => factory.CreateAsync(new Amqp.Address(router.TransportUrl))));
        router.ConnectionCount.ShouldBe(200);
        await Task.WhenAll(connections.Select(connection => connection.CloseAsync()));
    }

    [Theory]
    [InlineData(70000)]
    [InlineData(-1)]
    public async Task An_option_out_of_range_is_refused(int port) =>
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => TestRouter.StartAsync(new EmbeddedRouterOptions { Port = port }));

    private static async Task PassTimeUntilAsync(Task ended, FakeTimeProvider time)
    {
        while (!ended.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(10));
            await Task.Yield();
        }

        await ended;
    }
}
