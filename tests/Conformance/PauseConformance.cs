using Amqp1.Conformance.Tests.Harness;
using Amqp1.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Amqp1.Conformance.Tests;

/// <summary>Conformance tests of servers and listeners that are paused and resumed.</summary>
public abstract class PauseConformance(ConformanceFixture fixture) : HostedConformanceTest(fixture)
{
    [Fact]
    [Trait("Conformance", "84")]
    public async Task A_paused_server_finishes_what_runs_leaves_the_rest_to_others_and_is_resumed()
    {
        var gate = new Gate();
        using var host = await StartHostAsync(messaging => AddGated(messaging, gate));
        var (here, there) = (await ConnectAsync(), await ConnectAsync());
        var client = here.Client(GatedEndpoint.Topic);
        var pause = host.Services.GetRequiredService<IMessagingPause>();
        var running = client.CallAsync<string>("hold", new { name = "first" }, Limit);
        await gate.Begun.ReachAsync<string>(1, cancel: Limit);

        var pausing = pause.PauseAsync(Limit);
        gate.Open();
        (await running).ShouldBe("first");
        await pausing;
        await using var other = await new Counting(_ => Numbers()).ServeAsync(there.Transport, GatedEndpoint.Topic, Limit);
        (await client.CallAsync<int[]>("count", cancel: Limit)).ShouldBe([7]);
        await other.StopAsync(Limit);

        // A broker keeps the request until the server is resumed, and a router lets it wait.
        var waiting = client.CallAsync<string>("hold", new { name = "second" }, Limit);
        await pause.ResumeAsync(Limit);

        (await waiting).ShouldBe("second");
        gate.Begun.All<string>().ShouldBe(["first", "second"]);
        await host.StopAsync(Limit);

        static async IAsyncEnumerable<int> Numbers()
        {
            await Task.Yield();
            yield return 7;
        }
    }
}
