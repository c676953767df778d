using System.Net.Sockets;
using Amqp1.Embedded;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Amqp1.Hosting.Tests.Hosts;

/// <summary>Tests of whole hosts with a router of their own.</summary>
public sealed class HostTests : IDisposable
{
    private readonly CancellationTokenSource _limit = new(Limits.Signal);

    private CancellationToken Limit => _limit.Token;

    [Fact]
    public async Task A_service_answers_calls_over_the_router_it_brings_along()
    {
        using var host = await TestHost.StartAsync(GreeterService.AddGreeter);

        (await GreeterService.Client(host).CallAsync<string>("greet", new { name = "Ada" }, Limit)).ShouldBe("Hello Ada");
        (await HealthAsync(host)).ShouldBe([HealthStatus.Healthy, HealthStatus.Healthy]);
        await host.StopAsync(Limit);
    }

    [Fact]
    public async Task Endpoints_of_one_topic_share_a_server_and_are_told_apart_by_version()
    {
        using var host = await TestHost.StartAsync(messaging =>
        {
            messaging.AddGreeter();
            messaging.AddEndpoint<GreeterTwo>();
        });

        (await GreeterService.Client(host).Prepare(version: "2.0").CallAsync<string>("greet", new { name = "Ada" }, Limit)).ShouldBe("Good day Ada");
        (await GreeterService.Client(host).Prepare(version: "1.0").CallAsync<string>("greet", new { name = "Ada" }, Limit)).ShouldBe("Hello Ada");
        host.Services.GetRequiredService<MessagingTransport>().Status.Receivers.ShouldBe(3);
        await host.StopAsync(Limit);
    }

    [Fact]
    public async Task The_server_is_named_as_the_options_say()
    {
        using var host = await TestHost.StartAsync(GreeterService.AddGreeter, ("Amqp1:Hosting:ServerName", "here"));

        (await GreeterService.Client(host).Prepare(server: "here").CallAsync<string>("greet", new { name = "Ada" }, Limit)).ShouldBe("Hello Ada");
        await host.StopAsync(Limit);
    }

    [Fact]
    public async Task Each_message_has_a_scope_and_an_endpoint_of_its_own_which_are_disposed_after_it()
    {
        using var host = await TestHost.StartAsync(GreeterService.AddGreeter);

        var first = await GreeterService.Client(host).CallAsync<int[]>("numbers", cancel: Limit);
        var second = await GreeterService.Client(host).CallAsync<int[]>("numbers", cancel: Limit);
        await host.StopAsync(Limit);

        first.ShouldNotBeNull().Concat(second.ShouldNotBeNull()).ShouldBe([1, 2, 3, 4], ignoreOrder: true);
        host.Services.GetRequiredService<Lifetimes>().Disposed.ShouldBe(4);
    }

    [Fact]
    public async Task A_host_that_stops_is_not_ready_and_lets_a_call_under_way_come_to_its_end()
    {
        using var host = await TestHost.StartAsync(GreeterService.AddGreeter);
        var (call, lifetimes) = await GreeterService.BeginCallAsync(host, host, Limit);

        var stop = host.StopAsync(Limit);
        (await HealthAsync(host)).ShouldBe([HealthStatus.Unhealthy, HealthStatus.Unhealthy]);
        stop.IsCompleted.ShouldBeFalse();
        lifetimes.MayLeave.SetResult();

        await call;
        await stop;
    }

    [Fact]
    public async Task A_second_stop_waits_for_the_first_and_does_not_cut_its_calls_off()
    {
        using var host = await TestHost.StartAsync(GreeterService.AddGreeter);
        var (call, lifetimes) = await GreeterService.BeginCallAsync(host, host, Limit);

        var first = host.StopAsync(Limit);
        var second = host.StopAsync(Limit);
        second.IsCompleted.ShouldBeFalse();
        lifetimes.MayLeave.SetResult();

        await call;
        await Task.WhenAll(first, second);
    }

    [Fact]
    public async Task The_router_stops_with_the_host()
    {
        using var host = await TestHost.StartAsync(GreeterService.AddGreeter);
        var port = host.Services.GetRequiredService<MessagingTransport>().Url.Hosts[0].Port;
        await host.StopAsync(Limit);

        using var client = new TcpClient();
        await Should.ThrowAsync<SocketException>(() => client.ConnectAsync("127.0.0.1", port, Limit).AsTask());
    }

    [Fact]
    public async Task With_a_transport_url_no_router_is_started()
    {
        using var server = await TestHost.StartAsync(GreeterService.AddGreeter);
        var url = server.Services.GetRequiredService<MessagingTransport>().Url.ToString();
        using var client = await TestHost.StartAsync(_ => { }, ("Amqp1:TransportUrl", url));

        client.Services.GetRequiredService<MessagingTransport>().Url.ToString().ShouldBe(url);
        (await GreeterService.Client(client).CallAsync<string>("greet", new { name = "Ada" }, Limit)).ShouldBe("Hello Ada");
        await client.StopAsync(Limit);
        await server.StopAsync(Limit);
    }

    [Fact]
    public async Task A_hosted_service_may_take_the_transport_before_anything_has_started()
    {
        var builder = TestHost.CreateBuilder(TestHost.Wait);
        builder.Services.AddHostedService<EarlyBird>();
        builder.Services.AddAmqp1Messaging().AddAmqp1EmbeddedRouter().AddGreeter();
        using var host = builder.Build();

        await host.StartAsync(Limit);
        var bird = host.Services.GetServices<IHostedService>().OfType<EarlyBird>().ShouldHaveSingleItem();
        (await bird.Answer.WaitAsync(Limit)).ShouldBe("Hello bird");
        await host.StopAsync(Limit);
    }

    [Fact]
    public async Task A_service_that_was_ready_is_degraded_when_its_router_goes_away()
    {
        var router = await EmbeddedRouter.StartAsync(cancel: Limit);
        using var host = await TestHost.StartAsync(GreeterService.AddGreeter, ("Amqp1:TransportUrl", router.TransportUrl));
        var lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Services.GetRequiredService<MessagingTransport>().StatusChanged += status =>
        {
            if (status.State == ConnectionState.Reconnecting)
            {
                lost.TrySetResult();
            }
        };

        await router.DisposeAsync();
        await lost.Task.WaitAsync(Limit);

        (await HealthAsync(host)).ShouldBe([HealthStatus.Degraded, HealthStatus.Degraded]);
        await host.StopAsync(Limit);
    }

    [Fact]
    public async Task The_start_does_not_wait_for_a_broker_that_is_away()
    {
        using var unused = new TcpListener(System.Net.IPAddress.Loopback, 0);
        unused.Start();
        var url = $"amqp://{unused.LocalEndpoint}";
        unused.Stop();
        using var host = TestHost.Build(GreeterService.AddGreeter, ("Amqp1:TransportUrl", url));

        await host.StartAsync(Limit);

        (await HealthAsync(host)).ShouldBe([HealthStatus.Unhealthy, HealthStatus.Unhealthy]);
        await host.StopAsync(Limit);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named_with_what_to_do()
    {
        using var taken = new TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        var port = ((System.Net.IPEndPoint)taken.LocalEndpoint).Port;

        var refused = await Should.ThrowAsync<InvalidOperationException>(
            () => TestHost.StartAsync(GreeterService.AddGreeter, ("Amqp1:Embedded:Port", port.ToString(System.Globalization.CultureInfo.InvariantCulture))));

        refused.Message.ShouldStartWith($"The embedded router cannot listen on 127.0.0.1:{port}");
        refused.Message.ShouldContain("Amqp1:Embedded:Port");
    }

    public void Dispose() => _limit.Dispose();

    private async Task<HealthStatus[]> HealthAsync(IHost host)
    {
        var report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Limit);
        return [report.Entries["amqp1-rpc"].Status, report.Entries["amqp1-notify"].Status];
    }
}
