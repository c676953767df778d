using Amqp1.Embedded;
using Amqp1.Hosting.Tests.Hosts;
using Amqp1.Hosting.Tests.Keyed;
using Amqp1.Notifications;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Amqp1.Hosting.Tests.Lifecycle;

/// <summary>
/// Tests of a host with another service that stops slowly. The service was added after messaging, so it stops before messaging does.
/// </summary>
public sealed class SlowStopTests : IDisposable
{
    private const int Many = 20;

    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(300);

    private readonly CancellationTokenSource _limit = new(Limits.Signal);

    private CancellationToken Limit => _limit.Token;

    [Fact]
    public async Task What_is_called_meanwhile_is_served_by_another_and_what_runs_is_answered()
    {
        await using var router = await EmbeddedRouter.StartAsync(cancel: Limit);
        using var client = await StartClientAsync(router);
        var slow = new SlowToStop();
        using var first = await StartAsync(router, slow);
        var (running, lifetimes) = await GreeterService.BeginCallAsync(client, first, Limit);
        using var second = await StartAsync(router);
        var stop = first.StopAsync(Limit);
        await slow.Stopping.Task.WaitAsync(Limit);

        var caller = GreeterService.Client(client);
        var calls = await Task.WhenAll(Enumerable.Range(0, Many).Select(i => caller.CallAsync<string>("greet", new { name = $"{i}" }, Limit)));

        calls.ShouldBe(Enumerable.Range(0, Many).Select(i => $"Hello {i}"));

        // Each message has an endpoint and a scoped service.
        (lifetimes.Made, second.Services.GetRequiredService<Lifetimes>().Made).ShouldBe((2, 2 * Many));
        lifetimes.MayLeave.SetResult();
        await running;
        stop.IsCompleted.ShouldBeFalse();
        slow.MayStop.SetResult();
        await stop;
        await second.StopAsync(Limit);
        await client.StopAsync(Limit);
    }

    [Fact]
    public async Task What_is_called_meanwhile_waits_when_there_is_no_other_and_is_never_begun()
    {
        await using var router = await EmbeddedRouter.StartAsync(cancel: Limit);
        using var client = await StartClientAsync(router);
        var slow = new SlowToStop();
        using var first = await StartAsync(router, slow);
        var caller = GreeterService.Client(client);
        var stop = first.StopAsync(Limit);
        await slow.Stopping.Task.WaitAsync(Limit);

        await Should.ThrowAsync<MessagingTimeoutException>(caller.Prepare(timeout: Short).CallAsync<string>("greet", new { name = "late" }, Limit));
        var waiting = caller.CallAsync<string>("greet", new { name = "patient" }, Limit);
        slow.MayStop.SetResult();
        await stop;
        waiting.IsCompleted.ShouldBeFalse();
        using var second = await StartAsync(router);

        (await waiting).ShouldBe("Hello patient");
        first.Services.GetRequiredService<Lifetimes>().Made.ShouldBe(0);
        await second.StopAsync(Limit);
        await client.StopAsync(Limit);
    }

    [Fact]
    public async Task Listeners_and_keyed_instances_take_nothing_meanwhile_either()
    {
        await using var router = await EmbeddedRouter.StartAsync(cancel: Limit);
        using var client = await StartClientAsync(router);
        var slow = new SlowToStop();
        var builder = TestHost.CreateBuilder(
            TestHost.Wait,
            ("Amqp1:TransportUrl", router.TransportUrl),
            ("Amqp1:billing:TransportUrl", router.TransportUrl),
            ("Amqp1:billing:Hosting:WaitForConnection", "true"));
        builder.Services.AddAmqp1Messaging().AddEndpoint<Ears>();
        builder.Services.AddAmqp1Messaging("billing").AddEndpoint<BillingEndpoint>();
        builder.Services.AddSingleton<Ears.Heard>().AddSingleton<IHostedService>(slow);
        using var host = builder.Build();
        await host.StartAsync(Limit);
        var notifier = client.Services.GetRequiredService<MessagingTransport>().CreateNotifier("tests", "news");
        var billing = client.Services.GetRequiredService<MessagingTransport>().CreateRpcClient(Target.ForTopic("billing"));
        await notifier.InfoAsync("good.before", new { n = 1 }, cancel: Limit);
        (await billing.CallAsync<string>("whoami", cancel: Limit)).ShouldBe("billing");

        var stop = host.StopAsync(Limit);
        await slow.Stopping.Task.WaitAsync(Limit);

        await Should.ThrowAsync<MessagingException>(notifier.InfoAsync("good.after", new { n = 2 }, cancel: Limit));
        await Should.ThrowAsync<MessagingTimeoutException>(billing.Prepare(timeout: Short).CallAsync<string>("whoami", cancel: Limit));
        slow.MayStop.SetResult();
        await stop;
        host.Services.GetRequiredService<Ears.Heard>().All.ShouldBe(["info good.before 1"]);
        await client.StopAsync(Limit);
    }

    [Fact]
    public async Task The_drain_timeout_begins_with_the_stop_of_the_host_not_with_that_of_messaging()
    {
        await using var router = await EmbeddedRouter.StartAsync(cancel: Limit);
        using var client = await StartClientAsync(router);
        var slow = new SlowToStop();
        using var host = await StopTests.StartAsync(router, slow, ("Amqp1:Rpc:DrainTimeout", "00:00:00"));
        var call = StopTests.Client(client).CallAsync<string>("work", cancel: Limit);
        await host.Services.GetRequiredService<Worker.Signals>().Begun.Task.WaitAsync(Limit);

        var stop = host.StopAsync(Limit);

        (await call).ShouldBe("cut short");
        stop.IsCompleted.ShouldBeFalse();
        slow.MayStop.SetResult();
        await stop;
        await client.StopAsync(Limit);
    }

    [Fact]
    public async Task A_service_may_call_and_notify_while_it_stops()
    {
        await using var router = await EmbeddedRouter.StartAsync(cancel: Limit);
        using var other = await TestHost.StartAsync(
            messaging =>
            {
                messaging.AddGreeter();
                messaging.AddEndpoint<Ears>();
                messaging.Services.AddSingleton<Ears.Heard>();
            },
            ("Amqp1:TransportUrl", router.TransportUrl));
        IHost? host = null;
        string? answer = null;
        var slow = new SlowToStop(async () =>
        {
            answer = await GreeterService.Client(host!).CallAsync<string>("greet", new { name = "Ada" }, Limit);
            await host!.Services.GetRequiredService<MessagingTransport>().CreateNotifier("tests", "news").InfoAsync("good.bye", new { n = 1 }, cancel: Limit);
        });
        slow.MayStop.SetResult();
        using (host = await StopTests.StartAsync(router, slow))
        {
            await host.StopAsync(Limit);
        }

        answer.ShouldBe("Hello Ada");
        other.Services.GetRequiredService<Ears.Heard>().All.ShouldBe(["info good.bye 1"]);
        await other.StopAsync(Limit);
    }

    public void Dispose() => _limit.Dispose();

    private static Task<IHost> StartClientAsync(EmbeddedRouter router) => TestHost.StartAsync(
        _ => { },
        ("Amqp1:TransportUrl", router.TransportUrl),
        ("Amqp1:Connection:LinkRetryDelay", "00:00:00.010"),
        ("Amqp1:Notifications:SendTimeout", "00:00:02"));

    private static Task<IHost> StartAsync(EmbeddedRouter router, SlowToStop? slow = null) => TestHost.StartAsync(
        messaging =>
        {
            messaging.AddGreeter();
            if (slow is not null)
            {
                messaging.Services.AddSingleton<IHostedService>(slow);
            }
        },
        ("Amqp1:TransportUrl", router.TransportUrl));
}
