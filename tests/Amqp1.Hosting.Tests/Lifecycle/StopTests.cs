using System.Collections.Concurrent;
using Amqp1.Embedded;
using Amqp1.Rpc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Amqp1.Hosting.Tests.Lifecycle;

public sealed class StopTests : IDisposable
{
    private readonly CancellationTokenSource _limit = new(Limits.Signal);

    private CancellationToken Limit => _limit.Token;

    [Fact]
    public async Task A_method_that_outlives_the_drain_gets_its_token_and_its_caller_gets_the_reply()
    {
        await using var router = await EmbeddedRouter.StartAsync(cancel: Limit);
        using var server = await StartAsync(router, ("Amqp1:Rpc:DrainTimeout", "00:00:00"));
        using var client = await TestHost.StartAsync(_ => { }, ("Amqp1:TransportUrl", router.TransportUrl));
        var call = Client(client).CallAsync<string>("work", cancel: Limit);
        await BegunAsync(server);

        await server.StopAsync(Limit);

        (await call).ShouldBe("cut short");
        await client.StopAsync(Limit);
    }

    [Fact]
    public async Task What_was_not_begun_goes_to_another_server()
    {
        await using var router = await EmbeddedRouter.StartAsync(cancel: Limit);
        using var first = await StartAsync(router, ("Amqp1:Rpc:MaxConcurrentCalls", "1"), ("Amqp1:Rpc:DrainTimeout", "00:00:00"));
        using var client = await TestHost.StartAsync(_ => { }, ("Amqp1:TransportUrl", router.TransportUrl), ("Amqp1:Connection:LinkRetryDelay", "00:00:00.010"));
        var running = Client(client).CallAsync<string>("work", cancel: Limit);
        await BegunAsync(first);
        var waiting = Client(client).CallAsync<string>("echo", new { text = "x" }, Limit);
        using var second = await StartAsync(router);

        await first.StopAsync(Limit);

        (await running).ShouldBe("cut short");
        (await waiting).ShouldBe("x");
        await second.StopAsync(Limit);
        await client.StopAsync(Limit);
    }

    [Fact]
    public async Task Readiness_ends_before_anything_stops_and_the_connection_closes_last()
    {
        await using var router = await EmbeddedRouter.StartAsync(cancel: Limit);
        using var host = await StartAsync(router);
        var transport = host.Services.GetRequiredService<MessagingTransport>();
        var events = new ConcurrentQueue<string>();
        host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(() => events.Enqueue($"stopping {transport.Status.State}"));
        transport.StatusChanged += status => events.Enqueue(status.State.ToString());
        var checks = host.Services.GetRequiredService<HealthCheckService>();

        var stop = host.StopAsync(Limit);
        var health = await checks.CheckHealthAsync(Limit);
        await stop;

        health.Status.ShouldBe(HealthStatus.Unhealthy);
        health.Entries["amqp1-rpc"].Description.ShouldBe("The service is stopping.");
        events.ShouldContain("stopping Open");
        events.Last().ShouldBe("Closed");
        transport.Status.Receivers.ShouldBe(0);
    }

    [Fact]
    public async Task A_host_that_has_not_begun_to_listen_is_not_ready()
    {
        await using var router = await EmbeddedRouter.StartAsync(cancel: Limit);
        using var host = TestHost.Build(AddWorker, ("Amqp1:TransportUrl", router.TransportUrl));
        var transport = host.Services.GetRequiredService<MessagingTransport>();
        transport.Start();
        await transport.WaitForConnectionAsync(Limit);

        var health = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Limit);

        health.Entries["amqp1-rpc"].Description.ShouldNotBeNull().ShouldContain("0 of 6 server links");
        health.Entries["amqp1-rpc"].Status.ShouldBe(HealthStatus.Unhealthy);
        health.Entries["amqp1-notify"].Status.ShouldBe(HealthStatus.Healthy);
        await host.StartAsync(Limit);
        await host.StopAsync(Limit);
    }

    public void Dispose() => _limit.Dispose();

    internal static Task<IHost> StartAsync(EmbeddedRouter router, params (string, string?)[] settings) =>
        TestHost.StartAsync(AddWorker, [("Amqp1:TransportUrl", router.TransportUrl), .. settings]);

    internal static Task<IHost> StartAsync(EmbeddedRouter router, IHostedService other, params (string, string?)[] settings) => TestHost.StartAsync(
        messaging =>
        {
            AddWorker(messaging);
            messaging.Services.AddSingleton(other);
        },
        [("Amqp1:TransportUrl", router.TransportUrl), .. settings]);

    internal static RpcClient Client(IHost host) => host.Services.GetRequiredService<MessagingTransport>().CreateRpcClient(Target.ForTopic("worker"));

    private static void AddWorker(IAmqp1MessagingBuilder messaging)
    {
        messaging.AddEndpoint<Worker>().AddEndpoint<Relay>();
        messaging.Services.AddSingleton<Worker.Signals>();
    }

    private Task BegunAsync(IHost server) => server.Services.GetRequiredService<Worker.Signals>().Begun.Task.WaitAsync(Limit);
}
