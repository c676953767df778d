using System.Globalization;

namespace Amqp1.Embedded.Tests;

/// <summary>Tests that connections survive a thread pool that is blocked completely, on either side, on clear TCP and under TLS.</summary>
public sealed class BlockedPoolTests : SecurityTest
{
    private const uint Metronome = 500;

    /// <summary>Twice the silence after which each side considers the other one lost, counted in empty frames every 250 ms.</summary>
    private const int Beats = 16;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_service_with_a_blocked_pool_is_not_given_up_by_its_router(bool tls)
    {
        var options = new EmbeddedRouterOptions { IdleTimeout = TimeSpan.FromSeconds(2) };
        await using var clear = await TestRouter.StartAsync();
        if (tls)
        {
            options.Tls = new EmbeddedRouterTls { ServerCertificate = Authority.Issue("server", "127.0.0.1") };
        }

        await using var router = await TestRouter.StartAsync(options);
        string[] authority = tls ? [Files.Certificates("ca.pem", Authority.Certificate)] : [];
        await using var service = BlockablePool.Start(["service", router.TransportUrl, "2000", .. authority]);
        await service.UntilAsync("ready", Limit);
        await using var transport = MessagingTransport.Create(router.TransportUrl, TestOptions.Create(options => options.Security.SslCaFile = authority.FirstOrDefault()));
        transport.Start();
        var client = transport.CreateRpcClient(Target.ForTopic("t")).Prepare(timeout: TimeSpan.FromSeconds(45));
        var calls = Enumerable.Range(0, BlockablePool.Threads).Select(_ => client.CallAsync<string>("block", cancel: Limit)).ToArray();
        await service.UntilAsync("blocked", Limit);
        router.ConnectionCount.ShouldBe(2);

        // The empty frames of another router measure the time.
        await using var metronome = await RawPeer.OpenAsync(clear, idleTimeOut: Metronome);
        for (var i = 0; i < Beats; i++)
        {
            (await metronome.ReadFrameAsync()).ShouldNotBeNull();
        }

        router.ConnectionCount.ShouldBe(2);
        await service.TellAsync("release");
        (await Task.WhenAll(calls)).ShouldAllBe(answer => answer == "released");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_router_with_a_blocked_pool_sends_signs_of_life_and_gives_nobody_up_whose_bytes_it_has_not_read(bool tls)
    {
        string[] files = [];
        if (tls)
        {
            using var certificate = Authority.Issue("server", "127.0.0.1");
            files = [Files.Certificates("server.pem", certificate), Files.Write("server.key", TestFiles.Key(certificate))];
        }

        await using var router = BlockablePool.Start(["router", "2000", .. files]);
        var port = int.Parse(await router.ReadLineAsync(Limit), CultureInfo.InvariantCulture);
        await using var peer = await RawPeer.OpenAsync(port, idleTimeOut: Metronome, tls: tls);
        await router.TellAsync("block");
        await router.UntilAsync("blocked", Limit);

        for (var i = 0; i < Beats; i++)
        {
            await peer.SendAsync([0, 0, 0, 8, 2, 0, 0, 0]);
            (await peer.ReadFrameAsync()).ShouldNotBeNull().Performative.ShouldBeNull();
        }

        await router.TellAsync("release");
        await peer.SyncAsync();
    }
}
