using Amqp1.Conformance.Tests.Harness;
using Amqp1.Rpc;
using Microsoft.Extensions.DependencyInjection;

namespace Amqp1.Conformance.Tests;

/// <summary>Conformance tests of the limit of requests that run at the same time.</summary>
public abstract class ConcurrencyLimitConformance(ConformanceFixture fixture) : HostedConformanceTest(fixture)
{
    [Fact]
    [Trait("Conformance", "85")]
    public async Task Requests_above_the_limit_wait_and_those_above_the_queue_are_refused()
    {
        var gate = new Gate();
        using var host = await StartHostAsync(
            messaging => AddGated(messaging, gate).AddConcurrencyLimit(limit => (limit.Limit, limit.QueueLimit, limit.Name) = (2, 3, "hold")));
        var here = await ConnectAsync();
        var client = here.Client(GatedEndpoint.Topic);

        var calls = Enumerable.Range(0, 10).Select(number => client.CallAsync<string>("hold", new { name = $"{number}" }, Limit)).ToList();
        await gate.Begun.ReachAsync<string>(2, cancel: Limit);
        for (var refused = 0; refused < 5; refused++)
        {
            var ended = await Task.WhenAny(calls);
            calls.Remove(ended);
            (await Should.ThrowAsync<RemoteErrorException>(ended)).ErrorClass.ShouldBe("ServerBusyException");
        }

        gate.Begun.Count<string>().ShouldBe(2);
        gate.Open();
        (await Task.WhenAll(calls)).Distinct().Count().ShouldBe(5);
        gate.MostAtOnce.ShouldBe(2);
        await host.StopAsync(Limit);
    }
}
