using Amqp1.Embedded;
using Amqp1.Hosting.Tests.Hosts;
using Amqp1.Hosting.Tests.Keyed;
using Amqp1.Hosting.Tests.Notifications;
using Amqp1.Notifications;
using Amqp1.Rpc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Amqp1.Hosting.Tests.Lifecycle.Own;

/// <summary>Tests that a process that stops serves the messages that it sends to itself until the work that sends them is over.</summary>
public sealed class OwnWorkTests : IDisposable
{
    private readonly CancellationTokenSource _limit = new(Limits.Signal);

    public static TheoryData<string> Modes => new("legacy", "routable");

    private CancellationToken Limit => _limit.Token;

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task A_method_under_way_calls_a_second_topic_of_its_process_and_notifies(string mode)
    {
        await using var router = await EmbeddedRouter.StartAsync(cancel: Limit);
        using var client = await TestHost.StartAsync(_ => { }, [.. Settings(mode), .. At(router)]);
        using var host = await StartAsync([.. Settings(mode), .. At(router)]);
        var signals = host.Services.GetRequiredService<Chain.Signals>();
        var call = Client(client).CallAsync<string>("run", new { number = 7 }, Limit);
        await signals.WaitForBegunAsync(Limit);

        var stop = host.StopAsync(Limit);
        signals.MayGo.SetResult();

        (await call).ShouldBe("answer 7");
        await stop.WaitAsync(Limit);
        Heard(host).ShouldBe(["info good.chain 7"]);
        await client.StopAsync(Limit);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_service_that_stops_before_messaging_calls_and_notifies_its_own_process(bool concurrently)
    {
        IHost? host = null;
        string? answer = null;
        var last = new SlowToStop(async () =>
        {
            host!.Services.GetRequiredService<Chain.Signals>().MayGo.SetResult();
            answer = await Client(host).CallAsync<string>("run", new { number = 1 }, Limit);
        });
        last.MayStop.SetResult();
        using (host = await StartAsync(
            messaging =>
            {
                messaging.Services.AddSingleton<IHostedService>(last);
                messaging.Services.Configure<HostOptions>(options => options.ServicesStopConcurrently = concurrently);
            },
            Settings("routable")))
        {
            await host.StopAsync(Limit);
            answer.ShouldBe("answer 1");
            Heard(host).ShouldBe(["info good.chain 1"]);
        }
    }

    [Fact]
    public async Task A_service_that_stops_after_messaging_calls_its_own_process()
    {
        IHost? host = null;
        string? answer = null;
        var last = new SlowToStop(async () => answer = await Answer(host!).CallAsync<string>("answer", new { number = 2 }, Limit));
        last.MayStop.SetResult();
        var builder = TestHost.CreateBuilder([TestHost.Wait]);
        builder.Services.AddSingleton<IHostedService>(last);
        builder.Services.AddAmqp1Messaging().AddAmqp1EmbeddedRouter().AddEndpoint<ChainEnd>();
        using (host = builder.Build())
        {
            await host.StartAsync(Limit);
            await host.StopAsync(Limit);
        }

        answer.ShouldBe("answer 2");
    }

    [Fact]
    public async Task What_waits_for_a_worker_or_for_credit_when_the_stop_begins_is_served()
    {
        const int Many = 40;
        using var host = await StartAsync(
            [.. Settings("routable"), ("Amqp1:Rpc:MaxConcurrentCalls", "2"), ("Amqp1:Rpc:ServerCredit", "4")]);
        var signals = host.Services.GetRequiredService<Chain.Signals>();
        var calls = Enumerable.Range(0, Many).Select(number => Client(host).CallAsync<string>("run", new { number }, Limit)).ToArray();
        await signals.WaitForBegunAsync(Limit);

        var stop = host.StopAsync(Limit);
        signals.MayGo.SetResult();

        (await Task.WhenAll(calls)).ShouldBe(Enumerable.Range(0, Many).Select(number => $"answer {number}"));
        await stop.WaitAsync(Limit);
        signals.Begun.ShouldBe(Many);
        Heard(host).Order().ShouldBe(Enumerable.Range(0, Many).Select(number => $"info good.chain {number}").Order());
    }

    [Fact]
    public async Task What_a_broker_has_accepted_is_served_when_this_process_waits_for_it()
    {
        const int Many = 8;
        await using var broker = ScriptedPeer.Start();
        using var host = await StartAsync([("Amqp1:TransportUrl", broker.Url), .. Settings("dynamic"), ("Amqp1:Rpc:MaxConcurrentCalls", "1")]);
        var signals = host.Services.GetRequiredService<Chain.Signals>();
        var calls = Enumerable.Range(0, Many).Select(number => Client(host).CallAsync<string>("run", new { number }, Limit)).ToArray();
        await signals.WaitForBegunAsync(Limit);
        await broker.Events.ReachAsync<TransferReceived>(Many, received => received.Transfer.To.Contains("chain-a", StringComparison.Ordinal), Limit);

        var stop = host.StopAsync(Limit);
        signals.MayGo.SetResult();

        (await Task.WhenAll(calls)).ShouldBe(Enumerable.Range(0, Many).Select(number => $"answer {number}"));
        await stop.WaitAsync(Limit);
        signals.Begun.ShouldBe(Many);
    }

    [Fact]
    public async Task Casts_fanouts_and_calls_to_the_server_itself_arrive()
    {
        IHost? host = null;
        var last = new SlowToStop(async () =>
        {
            var client = Client(host!);
            await client.CastAsync("run", new { number = 1 }, Limit);
            await client.Prepare(fanout: true).CastAsync("run", new { number = 2 }, Limit);
            await client.Prepare(server: "me").CallAsync<string>("run", new { number = 3 }, Limit);
        });
        last.MayStop.SetResult();
        using (host = await StartAsync(
            messaging => messaging.Services.AddSingleton<IHostedService>(last), [.. Settings("routable"), ("Amqp1:Hosting:ServerName", "me")]))
        {
            host.Services.GetRequiredService<Chain.Signals>().MayGo.SetResult();
            await host.StopAsync(Limit);
            Heard(host).Order().ShouldBe(["info good.chain 1", "info good.chain 2", "info good.chain 3"]);
        }
    }

    [Fact]
    public async Task Batches_are_handled_at_once()
    {
        IHost? host = null;
        var last = new SlowToStop(() => host!.Services.GetRequiredService<INotifier>().InfoAsync("good.batch", new { n = 5 }, cancel: Limit));
        last.MayStop.SetResult();
        using (host = await TestHost.StartAsync(
            messaging => messaging.AddEndpoint<BatchEars>().Services.AddSingleton<BatchEars.Heard>().AddSingleton<IHostedService>(last),
            ("Amqp1:Notifications:Topics:0", "news")))
        {
            await host.StopAsync(Limit);
            host.Services.GetRequiredService<BatchEars.Heard>().Batches.ShouldBe(["Info: 5"]);
        }
    }

    [Fact]
    public async Task A_notification_that_its_handler_asks_for_again_comes_again()
    {
        IHost? host = null;
        var last = new SlowToStop(() => host!.Services.GetRequiredService<INotifier>().CriticalAsync("good.again", new { n = 1 }, cancel: Limit));
        last.MayStop.SetResult();
        using (host = await StartAsync(messaging => messaging.Services.AddSingleton<IHostedService>(last), Settings("routable")))
        {
            await host.StopAsync(Limit);
            Heard(host).Length.ShouldBe(2);
        }
    }

    [Fact]
    public async Task An_instance_serves_what_another_instance_of_the_process_sends()
    {
        IHost? host = null;
        string? answer = null;
        var last = new SlowToStop(async () =>
        {
            var client = host!.Services.GetRequiredService<MessagingTransport>().CreateRpcClient(Target.ForTopic("billing"));
            answer = await client.CallAsync<string>("whoami", cancel: Limit);
        });
        last.MayStop.SetResult();
        var builder = TestHost.CreateBuilder(TestHost.Wait, ("Amqp1:billing:Hosting:WaitForConnection", "true"));
        builder.Services.AddAmqp1Messaging().AddAmqp1EmbeddedRouter();
        builder.Services.AddAmqp1Messaging("billing").AddEndpoint<BillingEndpoint>();
        builder.Services.AddSingleton<IHostedService>(last);
        using (host = builder.Build())
        {
            await host.StartAsync(Limit);
            await host.StopAsync(Limit);
        }

        answer.ShouldBe("billing");
    }

    [Fact]
    public async Task A_second_stop_waits_for_the_first_and_changes_nothing()
    {
        using var host = await StartAsync(Settings("routable"));
        var signals = host.Services.GetRequiredService<Chain.Signals>();
        var call = Client(host).CallAsync<string>("run", new { number = 7 }, Limit);
        await signals.WaitForBegunAsync(Limit);

        var first = host.StopAsync(Limit);
        host.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        var second = host.StopAsync(Limit);
        signals.MayGo.SetResult();

        (await call).ShouldBe("answer 7");
        await first.WaitAsync(Limit);
        await second.WaitAsync(Limit);
        Heard(host).ShouldBe(["info good.chain 7"]);
    }

    [Fact]
    public async Task A_method_is_told_to_end_while_the_host_still_has_time_for_its_reply()
    {
        IHost? host = null;
        string? answer = null;
        var last = new SlowToStop(async () => answer = await Answer(host!).CallAsync<string>("until_told", cancel: Limit));
        last.MayStop.SetResult();
        using (host = await StartAsync(
            messaging =>
            {
                messaging.Services.AddSingleton<IHostedService>(last);
                messaging.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(2));
            },
            Settings("routable")))
        {
            await host.StopAsync(Limit);
        }

        answer.ShouldBe("told");
    }

    [Fact]
    public async Task A_method_that_never_ends_does_not_keep_the_host()
    {
        using var host = await StartAsync([.. Settings("routable"), ("Amqp1:Rpc:DrainTimeout", "00:00:00")]);
        var never = Answer(host).Prepare(timeout: TimeSpan.FromMinutes(5)).CallAsync<string>("never", cancel: Limit);
        (await Answer(host).CallAsync<string>("answer", new { number = 1 }, Limit)).ShouldBe("answer 1");

        await host.StopAsync(Limit);

        await Should.ThrowAsync<MessagingException>(never);
    }

    [Fact]
    public async Task What_is_sent_after_the_drain_timeout_is_refused_at_once()
    {
        IHost? host = null;
        var last = new SlowToStop(async () =>
        {
            var refused = await Should.ThrowAsync<MessageDeliveryException>(Answer(host!).CallAsync<string>("answer", new { number = 1 }, Limit));
            refused.InDoubt.ShouldBeFalse();
            refused.Message.ShouldContain("rpc/chain-b");
        });
        last.MayStop.SetResult();
        using (host = await StartAsync(
            messaging => messaging.Services.AddSingleton<IHostedService>(last), [.. Settings("routable"), ("Amqp1:Rpc:DrainTimeout", "00:00:00")]))
        {
            await host.StopAsync(Limit);
        }
    }

    public void Dispose() => _limit.Dispose();

    private static (string, string?)[] Settings(string mode) =>
        [("Amqp1:Addressing:Mode", mode), ("Amqp1:Notifications:Topics:0", "news"), ("Amqp1:Connection:LinkRetryDelay", "00:00:00.010")];

    private static (string, string?)[] At(EmbeddedRouter router) => [("Amqp1:TransportUrl", router.TransportUrl)];

    private static Task<IHost> StartAsync((string, string?)[] settings) => StartAsync(_ => { }, settings);

    private static Task<IHost> StartAsync(Action<IAmqp1MessagingBuilder> add, (string, string?)[] settings) => TestHost.StartAsync(
        messaging =>
        {
            messaging.AddEndpoint<Chain>().AddEndpoint<ChainEnd>().AddEndpoint<Ears>();
            messaging.Services.AddSingleton<Chain.Signals>().AddSingleton<Ears.Heard>();
            add(messaging);
        },
        settings);

    private static RpcClient Client(IHost host) => host.Services.GetRequiredService<MessagingTransport>().CreateRpcClient(Target.ForTopic("chain-a"));

    private static RpcClient Answer(IHost host) => host.Services.GetRequiredService<MessagingTransport>().CreateRpcClient(Target.ForTopic("chain-b"));

    private static string[] Heard(IHost host) => host.Services.GetRequiredService<Ears.Heard>().All;
}
