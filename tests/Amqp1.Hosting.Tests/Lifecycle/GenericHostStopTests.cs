using Amqp1.Embedded;
using Amqp1.Hosting.Tests.Hosts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Amqp1.Hosting.Tests.Lifecycle;

/// <summary>Tests of the orderly stop of a host of a worker service, with all defaults and without ASP.NET Core.</summary>
public sealed class GenericHostStopTests : IDisposable
{
    private const int Many = 20;

    private readonly CancellationTokenSource _limit = new(Limits.Signal);

    private CancellationToken Limit => _limit.Token;

    [Fact]
    public async Task A_call_under_way_is_answered_and_what_has_not_begun_is_served_once_by_another()
    {
        await using var router = await EmbeddedRouter.StartAsync(cancel: Limit);
        using var client = await TestHost.StartAsync(_ => { }, ("Amqp1:TransportUrl", router.TransportUrl), ("Amqp1:Connection:LinkRetryDelay", "00:00:00.010"));
        using var first = Build(router);
        var firstStop = await StartAsync(first);
        var (running, lifetimes) = await GreeterService.BeginCallAsync(client, first, Limit);
        var caller = GreeterService.Client(client);
        var calls = Enumerable.Range(0, Many).Select(i => caller.CallAsync<string>("greet", new { name = $"{i}" }, Limit)).ToArray();
        var casts = Enumerable.Range(0, Many).Select(i => caller.CastAsync("greet", new { name = $"{i}" }, Limit)).ToArray();
        using var second = Build(router);
        var secondStop = await StartAsync(second);

        // A signal to the process has the same effect.
        first.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        (await Task.WhenAll(calls)).ShouldBe(Enumerable.Range(0, Many).Select(i => $"Hello {i}"));
        await Task.WhenAll(casts);
        (running.IsCompleted, firstStop.IsCompleted).ShouldBe((false, false));
        lifetimes.MayLeave.SetResult();

        await running;
        await firstStop.WaitAsync(Limit);
        second.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        await secondStop.WaitAsync(Limit);
        await client.StopAsync(Limit);

        // The first host had room only for the method that it waited for. Each message has an endpoint and a scoped service.
        lifetimes.Disposed.ShouldBe(2);
        second.Services.GetRequiredService<Lifetimes>().Disposed.ShouldBe(2 * 2 * Many);
    }

    public void Dispose() => _limit.Dispose();

    private static IHost Build(EmbeddedRouter router)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration["Amqp1:TransportUrl"] = router.TransportUrl;
        builder.Configuration["Amqp1:Hosting:WaitForConnection"] = "true";
        builder.Configuration["Amqp1:Hosting:DiscoverEndpoints"] = "false";
        builder.Configuration["Amqp1:Rpc:MaxConcurrentCalls"] = "1";
        builder.Services.AddAmqp1Messaging().AddGreeter();
        return builder.Build();
    }

    /// <summary>Runs the host as a program does. It serves when this returns. The returned task ends when the host has stopped.</summary>
    private async Task<Task> StartAsync(IHost host)
    {
        await host.StartAsync(Limit);
        return host.WaitForShutdownAsync(Limit);
    }
}
