using Amqp1.Interop.Tests.Harness;

namespace Amqp1.Interop.Tests;

/// <summary>
/// Tests between Python peers through the router of the environment, for behaviours that the example broker does not have.
/// </summary>
public sealed class PythonPeersThroughRouterTests
{
    private readonly string _topic = $"peers-{Guid.NewGuid():N}";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("legacy")]
    [InlineData("routable")]
    [InlineData("dynamic")]
    public async Task A_fanout_cast_reaches_every_server(string mode)
    {
        var router = await RequireAsync();
        await using var first = await ServerAsync(router, "s1", mode);
        await using var second = await ServerAsync(router, "s2", mode);
        await using var client = await PythonPeer.StartReadyAsync(
            "rpc_client.py", Cancel, "--url", router, "--topic", _topic, "--addressing-mode", mode);

        await client.AskAsync(new { command = "fanout", method = "hit", args = new { data = 3 } }, Cancel);

        foreach (var server in new[] { first, second })
        {
            var request = await server.NextAsync("request", Cancel);
            request.GetProperty("args").GetProperty("data").GetInt32().ShouldBe(3);
        }
    }

    [Fact]
    public async Task A_requeued_notification_comes_again()
    {
        var router = await RequireAsync();
        await using var listener = await PythonPeer.StartReadyAsync(
            "notify_listener.py", Cancel, "--url", router, "--topic", _topic, "--requeue", "1");
        await using var notifier = await PythonPeer.StartReadyAsync(
            "notifier.py", Cancel, "--url", router, "--topic", _topic, "--option", "link_retry_delay=1");

        var sent = await notifier.AskAsync(new { command = "notify", event_type = "e", payload = new { id = 5 } }, Cancel);

        sent.GetProperty("sent").GetInt32().ShouldBe(1, sent.ToString());
        (await listener.NextAsync("notification", Cancel)).GetProperty("result").GetString().ShouldBe("requeue");
        (await listener.NextAsync("notification", Cancel)).GetProperty("result").GetString().ShouldBe("handled");
    }

    [Fact]
    public async Task Upstreams_functional_suite_passes()
    {
        var router = await RequireAsync();

        var result = await UpstreamFunctionalSuite.RunAsync(router, router, "qdrouterd", Cancel);

        result.Failed.ShouldBeEmpty();
        result.Passed.ShouldContain("CallTestCase.test_specific_server");
        result.Passed.ShouldContain("NotifyTestCase.test_simple");
    }

    private static async Task<string> RequireAsync()
    {
        await PeerRequirements.RequirePythonAsync();
        return Intermediaries.RequireRouter();
    }

    private Task<PythonPeer> ServerAsync(string router, string name, string mode) => PythonPeer.StartReadyAsync(
        "rpc_server.py", Cancel, "--url", router, "--topic", _topic, "--server", name, "--addressing-mode", mode);
}
