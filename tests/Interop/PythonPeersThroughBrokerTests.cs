using System.Text.Json;
using Amqp1.Interop.Tests.Harness;

namespace Amqp1.Interop.Tests;

/// <summary>Tests between Python peers through Proton's example broker. The other interop tests rely on their results.</summary>
public sealed class PythonPeersThroughBrokerTests : IAsyncLifetime
{
    private const string Topic = "peers";

    private ProtonBroker _broker = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await PeerRequirements.RequirePythonAsync();
        _broker = await ProtonBroker.StartAsync(Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        if (_broker is not null)
        {
            await _broker.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_call_returns_what_the_method_returned()
    {
        await using var server = await ServerAsync();
        await using var client = await ClientAsync();

        var result = await client.AskAsync(
            new { command = "call", method = "echo", args = new { data = new object?[] { 1, null, "é" } }, ctxt = new { user = "u" } }, Cancel);

        result.GetProperty("ok").GetBoolean().ShouldBeTrue(result.ToString());
        result.GetProperty("value").EnumerateArray().Select(item => item.ToString()).ShouldBe(["1", "", "é"]);
        var request = await server.NextAsync("request", Cancel);
        request.GetProperty("method").GetString().ShouldBe("echo");
        request.GetProperty("ctxt").GetProperty("user").GetString().ShouldBe("u");
    }

    [Fact]
    public async Task A_cast_runs_the_method_and_returns_nothing()
    {
        await using var server = await ServerAsync();
        await using var client = await ClientAsync();

        var result = await client.AskAsync(new { command = "cast", server = "s1", method = "hit", args = new { data = 7 } }, Cancel);

        result.GetProperty("value").ValueKind.ShouldBe(JsonValueKind.Null);
        var request = await server.NextAsync("request", Cancel);
        request.GetProperty("args").GetProperty("data").GetInt32().ShouldBe(7);
    }

    [Fact]
    public async Task A_builtin_exception_reaches_the_caller_as_its_own_type()
    {
        await using var server = await ServerAsync();
        await using var client = await ClientAsync();

        var error = await FailingCallAsync(client, new { command = "call", method = "fail", args = new { kind = "ValueError", message = "boom" } });

        error.GetProperty("type").GetString().ShouldBe("ValueError");
        error.GetProperty("text").GetString().ShouldStartWith("boom\n");
        error.GetProperty("traceback").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task An_exception_of_an_unknown_class_reaches_the_caller_as_a_remote_error()
    {
        await using var server = await ServerAsync();
        await using var client = await ClientAsync();

        var error = await FailingCallAsync(client, new { command = "call", method = "fail_custom", args = new { message = "boom" } });

        error.GetProperty("type").GetString().ShouldBe("RemoteError");
        error.GetProperty("exc_type").GetString().ShouldBe("ComputeError");
        error.GetProperty("value").GetString().ShouldBe("boom");
    }

    [Fact]
    public async Task A_burst_of_calls_is_answered_call_by_call()
    {
        await using var server = await ServerAsync("--quiet");
        await using var client = await ClientAsync();

        var burst = await client.AskAsync(new { command = "burst", kind = "call", method = "echo", count = 100, threads = 8 }, Cancel);

        burst.GetProperty("sent").GetInt32().ShouldBe(100, burst.ToString());
        burst.GetProperty("wrong").GetInt32().ShouldBe(0);
        var stats = await server.AskAsync(new { command = "stats" }, Cancel);
        stats.GetProperty("count").GetInt32().ShouldBe(100);
    }

    [Theory]
    [InlineData("messaging")]
    [InlineData("messagingv2")]
    public async Task A_notification_reaches_the_listener_of_its_priority(string driver)
    {
        await using var listener = await PythonPeer.StartReadyAsync(
            "notify_listener.py", Cancel, "--url", _broker.Url, "--topic", Topic, "--priority", "info", "--priority", "error");
        await using var notifier = await PythonPeer.StartReadyAsync(
            "notifier.py", Cancel, "--url", _broker.Url, "--topic", Topic, "--driver", driver, "--publisher-id", "compute.host-7");

        var sent = await notifier.AskAsync(
            new { command = "notify", priority = "error", event_type = "compute.instance.fault", payload = new { id = 5 }, ctxt = new { user = "u" } },
            Cancel);

        sent.GetProperty("sent").GetInt32().ShouldBe(1, sent.ToString());
        var received = await listener.NextAsync("notification", Cancel);
        received.GetProperty("priority").GetString().ShouldBe("error");
        received.GetProperty("publisher_id").GetString().ShouldBe("compute.host-7");
        received.GetProperty("event_type").GetString().ShouldBe("compute.instance.fault");
        received.GetProperty("payload").GetProperty("id").GetInt32().ShouldBe(5);
        received.GetProperty("ctxt").GetProperty("user").GetString().ShouldBe("u");
        received.GetProperty("metadata").GetProperty("message_id").GetString().ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task A_server_comes_back_when_its_broker_does()
    {
        await using var server = await ServerAsync();
        var port = _broker.Port;
        await _broker.DisposeAsync();

        _broker = await ProtonBroker.StartAsync(Cancel, port);

        // The server attaches its three links for the second time.
        for (var link = 0; link < 6; link++)
        {
            await server.NextAsync("attached", Cancel);
        }

        await using var client = await ClientAsync();
        var result = await client.AskAsync(new { command = "call", method = "echo", args = new { data = 1 } }, Cancel);
        result.GetProperty("ok").GetBoolean().ShouldBeTrue(result.ToString());
    }

    private static async Task<JsonElement> FailingCallAsync(PythonPeer client, object command)
    {
        var result = await client.AskAsync(command, Cancel);
        result.GetProperty("ok").GetBoolean().ShouldBeFalse();
        return result.GetProperty("error");
    }

    private Task<PythonPeer> ServerAsync(params string[] more) => PythonPeer.StartReadyAsync(
        "rpc_server.py", Cancel, ["--url", _broker.Url, "--topic", Topic, "--server", "s1", .. more]);

    private Task<PythonPeer> ClientAsync() => PythonPeer.StartReadyAsync(
        "rpc_client.py", Cancel, "--url", _broker.Url, "--topic", Topic, "--timeout", "20");
}
