using Amqp1.Testing;

namespace Amqp1.Cli.Tests;

public sealed class PingTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Servers_that_answer_have_round_trips_with_and_without_the_ping_method()
    {
        await using var router = await TestRouter.StartAsync(cancel: Cancel);
        await using var plain = await router.ServeAsync(Target.ForTopic("compute", "plain"), service => service.On("build", _ => null), Cancel);
        await using var pinged = await router.ServeAsync(Target.ForTopic("compute", "pinged"), service => service.On("oslo_rpc_server_ping", _ => "pong"), Cancel);

        var text = await CliProcess.RunAsync("ping", "compute", "-s", "plain", "-s", "pinged", "-n", "2", "--timeout", "30s", "-u", router.TransportUrl);
        var json = await CliProcess.RunAsync("ping", "compute", "-s", "plain", "-s", "pinged", "-n", "2", "--timeout", "30s", "-u", router.TransportUrl, "--json");

        text.ExitCode.ShouldBe(0);
        text.Error.ShouldBeEmpty();
        text.Output.ShouldMatch(@"plain\s+2 of 2\s+[0-9.]+ ms\s+[0-9.]+ ms\s+[0-9.]+ ms\s+NoSuchMethod");
        text.Output.ShouldMatch(@"pinged\s+2 of 2\s+[0-9.]+ ms\s+[0-9.]+ ms\s+[0-9.]+ ms\s+pong");
        json.Json.EnumerateArray().Select(server => server.GetProperty("answered").GetInt32()).ShouldBe([2, 2]);
        json.Json[0].GetProperty("minimum_ms").GetDouble().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_exit_code_4()
    {
        await using var router = await TestRouter.StartAsync(cancel: Cancel);

        var result = await CliProcess.RunAsync("ping", "nobody", "--timeout", "200ms", "-u", router.TransportUrl, "--json");

        result.ExitCode.ShouldBe(4);
        result.Json[0].GetProperty("answered").GetInt32().ShouldBe(0);
        result.Json[0].GetProperty("mean_ms").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
    }
}
