using System.Text.Json;
using Amqp1.Interop.Tests.Harness;

namespace Amqp1.Interop.Tests;

public abstract partial class InteropTests
{
    [Fact]
    [Trait("Conformance", "73")]
    [Trait("Functional", "1")]
    public async Task From_python_a_call_to_a_server_is_answered_by_that_server()
    {
        var (services, client) = await CallsFromPythonAsync();

        var context = Value(await client.AskAsync(
            new { command = "call", server = "c2", method = "whoami", ctxt = new { user = "ü", request_id = "req-1" } }, Cancel));

        Text(context, "user").ShouldBe("ü");
        var request = await services[1].NextAsync("whoami", Cancel);
        request.Context.Context["request_id"].ShouldBe("req-1");
        request.Context.ExpectsReply.ShouldBeTrue();
        request.Context.Deadline.ShouldNotBeNull();
    }

    [Fact]
    [Trait("Functional", "2")]
    public async Task From_python_calls_to_any_server_are_shared_among_the_servers()
    {
        var (_, client) = await CallsFromPythonAsync();

        var calls = Enumerable.Range(0, 60).Select(_ => client.AskAsync(new { command = "call", method = "name" }, Cancel));
        var served = (await Task.WhenAll(calls)).Select(result => Value(result).GetString()).ToArray();

        served.Length.ShouldBe(60);
        if (fixture.Intermediary.SharesAmongIdleConsumers)
        {
            served.Distinct().Count().ShouldBeGreaterThanOrEqualTo(2, string.Join(' ', served));
        }
    }

    [Fact]
    public async Task From_python_a_call_without_a_result_returns_none()
    {
        var (_, client) = await CallsFromPythonAsync();

        Value(await client.AskAsync(new { command = "call", method = "nothing" }, Cancel)).ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Conformance", "73")]
    [Trait("Functional", "11")]
    [Trait("Functional", "12")]
    public async Task From_python_a_cast_runs_the_method_once(bool direct)
    {
        var (services, client) = await CallsFromPythonAsync();
        var mark = Guid.NewGuid().ToString();
        var cast = JsonSerializer.SerializeToNode(new { command = "cast", method = "hit", args = new { data = mark } })!.AsObject();
        if (direct)
        {
            cast["server"] = "c3";
        }

        Value(await client.AskAsync(cast, Cancel)).ValueKind.ShouldBe(JsonValueKind.Null);

        var hits = services.Select(service => service.HitAsync(mark, Cancel)).ToArray();
        var request = await await Task.WhenAny(hits);
        request.Context.ExpectsReply.ShouldBeFalse();
        if (direct)
        {
            hits[2].IsCompleted.ShouldBeTrue();
        }

        // A call to each server arrives after any other message that the cast could have sent there.
        foreach (var service in services)
        {
            Value(await client.AskAsync(new { command = "call", server = service.Name, method = "nothing" }, Cancel));
        }

        hits.Count(hit => hit.IsCompleted).ShouldBe(1);
        Array.ForEach(hits, Observe);
    }

    [Fact]
    [Trait("Conformance", "73")]
    [Trait("Functional", "13")]
    public async Task From_python_a_fanout_reaches_every_server()
    {
        Assert.SkipUnless(fixture.Intermediary.HasFanout, NoFanout);
        var (services, client) = await CallsFromPythonAsync();
        var mark = Guid.NewGuid().ToString();

        await client.AskAsync(new { command = "fanout", method = "hit", args = new { data = mark } }, Cancel);

        await Task.WhenAll(services.Select(service => service.HitAsync(mark, Cancel)));
    }

    [Theory]
    [InlineData("wait_for_token")]
    [InlineData("wait_until_cancelled")]
    [Trait("Functional", "4")]
    public async Task From_python_a_call_that_its_deadline_ends_raises_the_timeout_of_oslo_messaging(string method)
    {
        var (_, client) = await CallsFromPythonAsync();

        // The timer of Python fires up to a second late, so a reply of the cancelled method would always arrive first.
        var calls = Enumerable.Range(0, 5).Select(_ => client.AskAsync(new { command = "call", server = "c2", method, timeout = 1 }, Cancel));

        foreach (var result in await Task.WhenAll(calls))
        {
            var error = Error(result);
            (Text(error, "module"), Text(error, "type")).ShouldBe(("oslo_messaging.exceptions", "MessagingTimeout"), error.ToString());
        }
    }

    [Theory]
    [InlineData("argument", "ValueError")]
    [InlineData("key", "KeyError")]
    [InlineData("rpc argument", "TypeError")]
    [InlineData("timeout", "TimeoutError")]
    [InlineData("not implemented", "NotImplementedError")]
    [InlineData("invalid operation", "RuntimeError")]
    [InlineData("remote", "ZeroDivisionError")]
    [Trait("Conformance", "73")]
    [Trait("Functional", "5")]
    public async Task From_python_an_exception_comes_as_its_builtin_counterpart(string kind, string expected)
    {
        var (_, client) = await CallsFromPythonAsync();

        var error = Error(await client.AskAsync(new { command = "call", method = "fail", args = new { kind, message = "boom é" } }, Cancel));

        Text(error, "type").ShouldBe(expected);
        Text(error, "module").ShouldBe("builtins");
        Text(error, "text").ShouldContain("boom é");
    }

    [Fact]
    public async Task From_python_an_exception_of_a_type_of_its_own_comes_as_a_remote_error()
    {
        var (_, client) = await CallsFromPythonAsync();

        var error = Error(await client.AskAsync(new { command = "call", method = "fail", args = new { kind = "custom", message = "boom" } }, Cancel));

        Text(error, "type").ShouldBe("RemoteError");
        Text(error, "exc_type").ShouldBe(nameof(ComputeException));
        Text(error, "value").ShouldBe("custom: boom");
        error.GetProperty("traceback").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    [Trait("Functional", "10")]
    public async Task From_python_an_unknown_method_and_a_wrong_version_are_remote_errors_and_calls_go_on()
    {
        var (_, client) = await CallsFromPythonAsync();

        var noMethod = Error(await client.AskAsync(new { command = "call", method = "no_such_method" }, Cancel));
        var noVersion = Error(await client.AskAsync(new { command = "call", method = "echo", version = "7.3" }, Cancel));
        var noNamespace = Error(await client.AskAsync(new { command = "call", method = "echo", @namespace = "nowhere" }, Cancel));

        Text(noMethod, "type").ShouldBe("RemoteError");
        Text(noMethod, "exc_type").ShouldBe("NoSuchMethod");
        Text(noMethod, "value").ShouldBe("Endpoint does not support RPC method no_such_method");
        Text(noVersion, "exc_type").ShouldBe("UnsupportedVersion");
        Text(noVersion, "value").ShouldBe("Endpoint does not support RPC version 7.3. Attempted method: echo");
        Text(noNamespace, "exc_type").ShouldBe("UnsupportedVersion");
        Value(await client.AskAsync(new { command = "call", method = "echo", args = new { data = 5 } }, Cancel)).GetInt32().ShouldBe(5);
    }

    [Fact]
    public async Task From_python_a_dispatcher_error_comes_with_its_own_class_where_the_client_allows_its_module()
    {
        await CallsFromPythonAsync();
        await using var client = await fixture.PythonAsync(
            "rpc_client.py", Cancel, "--topic", fixture.ServiceTopic, "--timeout", "40", "--allow-exceptions-of", "oslo_messaging.rpc.dispatcher");

        var noMethod = Error(await client.AskAsync(new { command = "call", method = "no_such_method" }, Cancel));
        var noVersion = Error(await client.AskAsync(new { command = "call", method = "echo", version = "7.3" }, Cancel));

        noMethod.GetProperty("bases").EnumerateArray().Select(name => name.GetString()).ShouldContain("NoSuchMethod", noMethod.ToString());
        noVersion.GetProperty("bases").EnumerateArray().Select(name => name.GetString()).ShouldContain("UnsupportedVersion", noVersion.ToString());
    }

    [Fact]
    [Trait("Functional", "9")]
    public async Task From_python_namespace_and_version_select_the_endpoint()
    {
        var (_, client) = await CallsFromPythonAsync();

        var served = Value(await client.AskAsync(new { command = "call", method = "describe", @namespace = "baremetal", version = "1.3" }, Cancel));
        var tooNew = Error(await client.AskAsync(new { command = "call", method = "describe", @namespace = "baremetal", version = "1.6" }, Cancel));

        served.GetString().ShouldBe("baremetal 1.3");
        Text(tooNew, "exc_type").ShouldBe("UnsupportedVersion");
    }

    [Fact]
    public async Task From_python_the_ping_is_answered()
    {
        var (_, client) = await CallsFromPythonAsync();

        Value(await client.AskAsync(new { command = "call", server = "c1", method = "oslo_rpc_server_ping" }, Cancel)).GetString().ShouldBe("pong");
    }

    [Fact]
    [Trait("Conformance", "73")]
    [Trait("Functional", "8")]
    public async Task From_python_a_monitored_call_lives_on_heartbeats()
    {
        var (_, client) = await CallsFromPythonAsync();
        await fixture.PythonServersAsync(Cancel);

        // The method runs longer than the monitor timeout, because it calls a Python service that does.
        var seconds = Value(await client.AskAsync(
            new { command = "call", method = "relay_sleep", args = new { topic = fixture.PythonTopic, seconds = 3.5 }, call_monitor_timeout = 2 }, Cancel));

        seconds.GetDouble().ShouldBe(3.5);
    }

    [Fact]
    public async Task From_python_the_token_of_a_method_fires_when_its_caller_gives_up()
    {
        var (services, client) = await CallsFromPythonAsync();

        var asked = client.AskAsync(new { command = "call", server = "c1", method = "wait_until_cancelled", timeout = 1 }, Cancel);

        var request = await services[0].NextAsync("wait_until_cancelled", Cancel);
        request.Context.Deadline.ShouldNotBeNull();
        Text(Error(await asked), "type").ShouldBe("MessagingTimeout");
        (await services[0].Cancelled.TakeAsync(_ => true).WaitAsync(Limits.Signal, Cancel)).ShouldBeSameAs(request.Context);
        Value(await client.AskAsync(new { command = "call", server = "c1", method = "echo", args = new { data = 6 } }, Cancel)).GetInt32().ShouldBe(6);
    }

    [Fact]
    [Trait("Conformance", "73")]
    public async Task From_python_calls_and_fanouts_stay_in_their_virtual_host()
    {
        var topic = fixture.NewTopic("from-vhost");
        await using var outer = await fixture.ConnectAsync(Cancel);
        await using var inner = await fixture.ConnectAsync(Cancel, vhost: "vh1");
        var outside = new ComputeService(outer, topic, "c1");
        var inside = new ComputeService(inner, topic, "c1");
        await outside.StartAsync(Cancel);
        await inside.StartAsync(Cancel);
        await using var client = await fixture.OwnPythonAsync(
            "rpc_client.py", Cancel, "vh1", "--topic", topic, "--timeout", "40");

        for (var n = 0; n < 4; n++)
        {
            Value(await client.AskAsync(new { command = "call", method = "name" }, Cancel)).GetString().ShouldBe("c1");
        }

        if (fixture.Intermediary.HasFanout)
        {
            await client.AskAsync(new { command = "fanout", method = "hit", args = new { data = "inside" } }, Cancel);
            await inside.HitAsync("inside", Cancel);
        }

        inside.Requests.All.Count(request => request.Method == "name").ShouldBe(4);
        outside.Requests.All.ShouldBeEmpty();
        await inside.StopAsync();
        await outside.StopAsync();
    }
}
