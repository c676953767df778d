using System.Text.Json;
using Amqp1.Conformance.Tests.Harness;

namespace Amqp1.Conformance.Tests;

/// <summary>Conformance tests of the description that a server gives of itself.</summary>
public abstract class DescribeConformance(ConformanceFixture fixture) : HostedConformanceTest(fixture)
{
    [Fact]
    [Trait("Conformance", "87")]
    public async Task A_server_describes_its_methods_and_counts_their_calls()
    {
        var gate = new Gate();
        gate.Open();
        using var host = await StartHostAsync(messaging => AddGated(messaging, gate), settings: ("Amqp1:Rpc:DescribeEnabled", "true"));
        var here = await ConnectAsync();
        var client = here.Client(GatedEndpoint.Topic);
        await client.CallAsync<string>("hold", new { name = "first" }, Limit);

        var description = await client.CallAsync<JsonElement>("amqp1_describe", cancel: Limit);

        description.GetProperty("topic").GetString().ShouldBe(GatedEndpoint.Topic);
        var method = description.GetProperty("endpoints")[0].GetProperty("methods").EnumerateArray().ShouldHaveSingleItem();
        method.GetProperty("name").GetString().ShouldBe("hold");
        method.GetProperty("parameters").EnumerateArray().ShouldHaveSingleItem().GetProperty("name").GetString().ShouldBe("name");
        method.GetProperty("result").GetProperty("schema").GetProperty("type").GetString().ShouldBe("string");
        method.GetProperty("statistics").GetProperty("calls").GetInt32().ShouldBe(1);
        await host.StopAsync(Limit);
    }
}
