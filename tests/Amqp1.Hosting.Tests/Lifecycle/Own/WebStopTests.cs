using Amqp1.Hosting.Tests.Hosts;
using Amqp1.Rpc;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Amqp1.Hosting.Tests.Lifecycle.Own;

/// <summary>
/// Tests with a program like that of the README. It is told to stop while a web request calls its own topic, over Kestrel and with the
/// default timeouts.
/// </summary>
public sealed class WebStopTests
{
    [Fact]
    public async Task The_web_request_is_answered_its_notification_arrives_and_the_program_ends()
    {
        using var limit = new CancellationTokenSource(Limits.Signal);
        await using var app = Build();
        await app.StartAsync(limit.Token);
        var ended = app.WaitForShutdownAsync(limit.Token);
        var signals = app.Services.GetRequiredService<Chain.Signals>();
        using var web = new HttpClient { BaseAddress = new Uri(app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First()) };
        var answer = web.GetStringAsync(new Uri("/run/7", UriKind.Relative), limit.Token);
        await signals.WaitForBegunAsync(limit.Token);
        app.Lifetime.StopApplication();
        signals.MayGo.SetResult();

        (await answer).ShouldBe("answer 7, then answer 8");
        await ended.WaitAsync(limit.Token);
        app.Services.GetRequiredService<Ears.Heard>().All.ShouldBe(["info good.chain 7", "info good.chain 8"]);
    }

    private static WebApplication Build()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["urls"] = "http://127.0.0.1:0",
            ["Amqp1:Hosting:DiscoverEndpoints"] = "false",
            ["Amqp1:Hosting:WaitForConnection"] = "true",
            ["Amqp1:Notifications:Topics:0"] = "news",
        });
        builder.Services.AddAmqp1Messaging().AddAmqp1EmbeddedRouter().AddEndpoint<Chain>().AddEndpoint<ChainEnd>().AddEndpoint<Ears>();
        builder.Services.AddSingleton<Chain.Signals>().AddSingleton<Ears.Heard>();
        var app = builder.Build();
        app.MapGet("/run/{number:int}", async (int number, MessagingTransport transport, CancellationToken cancel) =>
        {
            var client = transport.CreateRpcClient(Target.ForTopic("chain-a"));
            return $"{await client.CallAsync<string>("run", new { number }, cancel)}, then {await client.CallAsync<string>("run", new { number = number + 1 }, cancel)}";
        });
        return app;
    }
}
