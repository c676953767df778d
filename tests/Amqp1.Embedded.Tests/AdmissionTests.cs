using Amqp.Framing;
using Amqp1.Broker.Protocol;
using Amqp1.Embedded.Tests.Restarts;
using Microsoft.Extensions.Time.Testing;

namespace Amqp1.Embedded.Tests;

/// <summary>Tests of the admission of connections when too many peers connect.</summary>
public sealed class AdmissionTests
{
    [Fact]
    public async Task Silent_strangers_do_not_keep_a_user_with_a_password_out()
    {
        using var log = new LogRecorder();
        await using var router = await TestRouter.StartAsync(new EmbeddedRouterOptions
        {
            MaxUnopenedConnections = 5, LoggerFactory = log, AllowAnonymous = false, Users = new Dictionary<string, string> { ["joe"] = "secret" },
        });
        var strangers = await ConnectAsync(router, 20);

        await using var user = await RawPeer.OpenAsync(router, user: "joe");
        await user.SyncAsync();

        router.Engine.Protocol.Admission.UnopenedCount.ShouldBeLessThanOrEqualTo(5);
        await strangers[0].EndOfStreamAsync();
        log.Of(5004).ShouldNotBeEmpty();
        await DisposeAsync(strangers);
    }

    [Fact]
    public async Task Strangers_count_from_the_TCP_connect_and_give_way_to_those_who_open()
    {
        await using var router = await TestRouter.StartAsync(new EmbeddedRouterOptions { MaxConnections = 3 });
        await using var first = await RawPeer.OpenAsync(router);
        await using var second = await RawPeer.OpenAsync(router);
        var strangers = await ConnectAsync(router, 10);

        await using var third = await RawPeer.OpenAsync(router);

        router.Engine.Protocol.Admission.Count.ShouldBeLessThanOrEqualTo(3);
        await first.SyncAsync();
        await second.SyncAsync();
        await third.SyncAsync();
        await DisposeAsync(strangers);
    }

    [Fact]
    public async Task A_socket_beyond_the_limit_is_closed_at_accept_and_a_place_is_free_once_another_has_gone()
    {
        using var log = new LogRecorder();
        await using var router = await TestRouter.StartAsync(new EmbeddedRouterOptions { MaxConnections = 2, LoggerFactory = log });
        var first = await RawPeer.OpenAsync(router);
        await using var second = await RawPeer.OpenAsync(router);
        await using var third = await RawPeer.ConnectAsync(router);
        await third.EndOfStreamAsync();
        log.Of(5003).ShouldHaveSingleItem().Text.ShouldContain("MaxConnections");
        await first.SendAsync(0, new Close());
        await first.EndOfStreamAsync();
        await first.DisposeAsync();
        while (router.Engine.Protocol.Admission.Count > 1)
        {
            await second.SyncAsync();
        }

        await using var fourth = await RawPeer.OpenAsync(router);
        await fourth.SyncAsync();
    }

    [Fact]
    public async Task A_peer_that_does_not_finish_its_login_gives_its_place_back_after_the_open_timeout()
    {
        var time = new FakeTimeProvider();
        await using var router = await TestRouter.StartAsync(new EmbeddedRouterOptions { TimeProvider = time, OpenTimeout = TimeSpan.FromSeconds(5) });
        await using var silent = await RawPeer.ConnectAsync(router);
        await using var half = await RawPeer.ConnectAsync(router);
        await half.SendAsync(RawPeer.SaslHeader.ToArray());
        await half.ReadBytesAsync(8);
        await half.NextAsync<Amqp.Sasl.SaslMechanisms>();
        await using var header = await RawPeer.ConnectAsync(router);
        await header.SendAsync(RawPeer.AmqpHeader.ToArray());
        await header.ReadBytesAsync(8);

        time.Advance(TimeSpan.FromSeconds(5));

        await silent.EndOfStreamAsync();
        await half.EndOfStreamAsync();
        await header.EndOfStreamAsync();
    }

    [Theory]
    [InlineData(150, 60, 26)]
    [InlineData(1024, 100, 822)]
    [InlineData(1_048_576, 200, 943_519)]
    [InlineData(100, 90, 1)]
    [InlineData(long.MaxValue, 90, int.MaxValue)]
    public void Descriptors_are_left_to_the_rest_of_the_process(long limit, int open, int room) => DescriptorLimit.Room(limit, open).ShouldBe(room);

    [Fact]
    public void A_number_of_connections_beyond_the_descriptors_is_lowered_with_a_warning()
    {
        using var log = new LogRecorder();

        var most = DescriptorLimit.MostConnections(int.MaxValue, log);

        log.Of(5005).Count.ShouldBe(most == int.MaxValue ? 0 : 1);
        DescriptorLimit.MostConnections(1, log).ShouldBe(1);
        log.Of(5005).Count.ShouldBe(most == int.MaxValue ? 0 : 1);
    }

    [Fact]
    public async Task A_process_with_few_descriptors_outlives_more_silent_sockets_than_it_has_descriptors()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no limit on descriptors.");
        await using var router = new RouterUnderTest { MaxDescriptors = 150 };
        await router.StartAsync(TestContext.Current.CancellationToken);
        var strangers = new List<RawPeer>();
        for (var i = 0; i < 200; i++)
        {
            strangers.Add(await RawPeer.ConnectAsync(router.Port));
        }

        await using var user = await RawPeer.OpenAsync(router.Port);
        await user.SyncAsync();

        await strangers[0].EndOfStreamAsync();
        await user.AttachReceiverAsync(0, "a", 1);
        await user.AttachSenderAsync(1, "a");
        await user.TransferAsync(1, 0, [1]);
        await user.NextAsync<Transfer>();
        router.HasExited.ShouldBeFalse();
        await DisposeAsync([.. strangers]);
    }

    private static async Task<RawPeer[]> ConnectAsync(EmbeddedRouter router, int count)
    {
        var peers = new RawPeer[count];
        for (var i = 0; i < count; i++)
        {
            peers[i] = await RawPeer.ConnectAsync(router);
        }

        return peers;
    }

    private static async Task DisposeAsync(RawPeer[] peers)
    {
        foreach (var peer in peers)
        {
            await peer.DisposeAsync();
        }
    }
}
