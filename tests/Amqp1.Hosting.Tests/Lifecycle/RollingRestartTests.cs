using Amqp1.Embedded;
using Amqp1.Rpc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Amqp1.Hosting.Tests.Lifecycle;

/// <summary>Tests with two services behind one router that are restarted in turn while calls continue.</summary>
public sealed class RollingRestartTests : IDisposable
{
    private const int Restarts = 20;
    private const int Callers = 16;

    private readonly CancellationTokenSource _limit = new(TimeSpan.FromMinutes(2));

    private CancellationToken Limit => _limit.Token;

    [Theory]
    [InlineData("worker")]
    [InlineData("relay")]
    public async Task No_call_fails(string topic)
    {
        await using var router = await EmbeddedRouter.StartAsync(cancel: Limit);
        using var client = await TestHost.StartAsync(_ => { }, ("Amqp1:TransportUrl", router.TransportUrl), ("Amqp1:Connection:LinkRetryDelay", "00:00:00.010"));
        var servers = new[] { await StartAsync(router, 0), await StartAsync(router, 1) };
        var over = new CancellationTokenSource();
        var progress = new Progress();
        var callers = Enumerable.Range(0, Callers).Select(caller => CallAsync(Client(client, topic), caller, progress, over.Token)).ToArray();

        for (var restart = 0; restart < Restarts; restart++)
        {
            var server = restart % 2;
            await progress.WaitForMoreAsync(100, Limit);
            await servers[server].StopAsync(Limit);
            servers[server].Dispose();
            await progress.WaitForMoreAsync(100, Limit);
            servers[server] = await StartAsync(router, server);
        }

        await over.CancelAsync();
        await Task.WhenAll(callers);

        progress.Count.ShouldBeGreaterThanOrEqualTo(Restarts * 200);
        foreach (var server in servers)
        {
            await server.StopAsync(Limit);
            server.Dispose();
        }

        await client.StopAsync(Limit);
        over.Dispose();
    }

    public void Dispose() => _limit.Dispose();

    private static RpcClient Client(IHost client, string topic) =>
        client.Services.GetRequiredService<MessagingTransport>().CreateRpcClient(Target.ForTopic(topic));

    private static Task<IHost> StartAsync(EmbeddedRouter router, int server) => StopTests.StartAsync(router, ("Amqp1:Hosting:ServerName", $"server-{server}"));

    /// <summary>Calls without a pause. Fails with the first call that fails.</summary>
    private async Task CallAsync(RpcClient client, int caller, Progress progress, CancellationToken over)
    {
        for (var call = 0; !over.IsCancellationRequested; call++)
        {
            var text = $"{caller}-{call}";
            try
            {
                (await client.CallAsync<string>("echo", new { text }, Limit)).ShouldBe(text);
            }
            catch (Exception failure)
            {
                progress.Fail(failure);
                throw;
            }

            progress.Add();
        }
    }
}
