using Amqp1.Embedded;
using Amqp1.Hosting.Tests.Filters;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Amqp1.Hosting.Tests.Lifecycle;

/// <summary>Tests of servers that are paused and resumed.</summary>
public sealed class PauseTests : IDisposable
{
    private readonly CancellationTokenSource _limit = new(Limits.Signal);
    private readonly ConcurrencyLimitTests.Gate _gate = new();

    private CancellationToken Limit => _limit.Token;

    [Fact]
    public async Task A_paused_server_finishes_what_runs_and_receives_nothing_until_it_is_resumed()
    {
        await using var router = await EmbeddedRouter.StartAsync(cancel: Limit);
        using var host = await StartAsync(router);
        using var caller = await TestHost.StartAsync(_ => { }, ("Amqp1:TransportUrl", router.TransportUrl), ("Amqp1:Rpc:NoServerGrace", "00:00:00.100"));
        var client = caller.Services.GetRequiredService<MessagingTransport>().CreateRpcClient(Target.ForTopic("gated"));
        var pause = host.Services.GetRequiredService<IMessagingPause>();
        var running = client.CallAsync<int>("hold", cancel: Limit);
        await _gate.Begun.Reader.ReadAsync(Limit);

        var pausing = pause.PauseAsync(Limit);
        pause.IsPaused.ShouldBeTrue();
        pausing.IsCompleted.ShouldBeFalse();
        _gate.End();
        (await running).ShouldBe(1);
        await pausing;
        await pause.PauseAsync(Limit);

        await Should.ThrowAsync<NoServerException>(() => client.CallAsync<int>("pass", cancel: Limit));

        await pause.ResumeAsync(Limit);
        pause.IsPaused.ShouldBeFalse();
        (await client.CallAsync<int>("pass", cancel: Limit)).ShouldBe(0);
        await Task.WhenAll(caller.StopAsync(Limit), host.StopAsync(Limit));
    }

    [Fact]
    public async Task A_paused_host_stops_and_is_not_resumed_after_that()
    {
        await using var router = await EmbeddedRouter.StartAsync(cancel: Limit);
        using var host = await StartAsync(router);
        var pause = host.Services.GetRequiredService<IMessagingPause>();
        await pause.PauseAsync(Limit);

        await host.StopAsync(Limit);
        await pause.ResumeAsync(Limit);

        pause.IsPaused.ShouldBeTrue();
    }

    public void Dispose() => _limit.Dispose();

    private Task<IHost> StartAsync(EmbeddedRouter router) => TestHost.StartAsync(
        messaging =>
        {
            messaging.AddEndpoint<GatedEndpoint>();
            messaging.Services.AddSingleton(_gate);
        },
        ("Amqp1:TransportUrl", router.TransportUrl));
}
