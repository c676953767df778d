using System.Text.Json;
using Amqp1.Testing;

namespace Amqp1.Cli.Tests.Tops;

public sealed class TopTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Addresses_and_connections_are_shown()
    {
        await using var router = await TestRouter.StartAsync(cancel: Cancel);
        await using var stub = await router.ServeAsync(Target.ForTopic("compute", "host-7"), service => service.On("build", _ => null), Cancel);

        var text = await CliProcess.RunAsync("top", "-u", router.TransportUrl);
        var json = await CliProcess.RunAsync("top", "--json", "-u", router.TransportUrl);

        text.ExitCode.ShouldBe(0);
        text.Output.ShouldMatch(@"openstack\.org/om/rpc/multicast/openstack/compute +multicast +1 ");
        text.Output.ShouldMatch(@"openstack\.org/om/rpc/unicast/openstack/compute/host-7 +\w+ +1 ");
        text.Output.ShouldContain(": 2 connections, ");
        json.Json.GetProperty("connections").GetArrayLength().ShouldBe(2);
        json.Json.GetProperty("product").GetString().ShouldNotBeNull().ShouldStartWith("amqp1-embedded-router ");
        json.Json.GetProperty("slow_consumers").GetInt64().ShouldBe(0);
    }

    [Fact]
    public async Task A_state_is_a_line_of_json_for_each_interval_until_an_interrupt()
    {
        await using var router = await TestRouter.StartAsync(cancel: Cancel);
        await using var tool = CliProcess.Start("top", "--json", "--interval", "100ms", "-u", router.TransportUrl);

        var first = JsonElement.Parse(await tool.ReadLineAsync());
        var second = JsonElement.Parse(await tool.ReadLineAsync());

        second.GetProperty("name").GetString().ShouldBe(first.GetProperty("name").GetString());
        first.GetProperty("addresses").EnumerateArray().ShouldAllBe(address => address.GetProperty("in_rate").ValueKind == JsonValueKind.Null);
        second.GetProperty("addresses").EnumerateArray().ShouldContain(address => address.GetProperty("in_rate").ValueKind == JsonValueKind.Number);
        (await tool.StopAsync("INT")).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task A_router_that_cannot_be_reached_is_exit_code_3()
    {
        var result = await CliProcess.RunAsync("top", "-u", "amqp://me:s3cret@127.0.0.1:1");

        result.ExitCode.ShouldBe(3);
        result.Error.ShouldContain("me:***@127.0.0.1:1");
        result.Error.ShouldContain("'amqp1 check' with the same URL or file finds out why.");
    }
}
