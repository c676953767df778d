using System.Text.Json;
using Amqp1.Interop.Tests.Harness;

namespace Amqp1.Interop.Tests;

/// <summary>Tests of calls, casts and fanouts of a Python client to .NET servers.</summary>
public abstract class CallFromPythonRoleTests(InteropFixture fixture) : InteropTest(fixture)
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
        if (Fixture.Intermediary.SharesAmongIdleConsumers)
        {
            served.Distinct().Count().ShouldBeGreaterThanOrEqualTo(2, string.Join(' ', served));
        }
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
        Assert.SkipUnless(Fixture.Intermediary.HasFanout, NoFanout);
        var (services, client) = await CallsFromPythonAsync();
        var mark = Guid.NewGuid().ToString();

        await client.AskAsync(new { command = "fanout", method = "hit", args = new { data = mark } }, Cancel);

        await Task.WhenAll(services.Select(service => service.HitAsync(mark, Cancel)));
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
    [Trait("Conformance", "73")]
    [Trait("Functional", "8")]
    public async Task From_python_a_monitored_call_lives_on_heartbeats()
    {
        var (_, client) = await CallsFromPythonAsync();
        await Fixture.PythonServersAsync(Cancel);

        // The method runs longer than the monitor timeout, because it calls a Python service that does.
        var seconds = Value(await client.AskAsync(
            new { command = "call", method = "relay_sleep", args = new { topic = Fixture.PythonTopic, seconds = 3.5 }, call_monitor_timeout = 2 }, Cancel));

        seconds.GetDouble().ShouldBe(3.5);
    }

    [Fact]
    [Trait("Conformance", "73")]
    public async Task From_python_calls_and_fanouts_stay_in_their_virtual_host()
    {
        var topic = Fixture.NewTopic("from-vhost");
        await using var outer = await Fixture.ConnectAsync(Cancel);
        await using var inner = await Fixture.ConnectAsync(Cancel, vhost: "vh1");
        var outside = new ComputeService(outer, topic, "c1");
        var inside = new ComputeService(inner, topic, "c1");
        await outside.StartAsync(Cancel);
        await inside.StartAsync(Cancel);
        await using var client = await Fixture.OwnPythonAsync(
            "rpc_client.py", Cancel, "vh1", "--topic", topic, "--timeout", "40");

        for (var n = 0; n < 4; n++)
        {
            Value(await client.AskAsync(new { command = "call", method = "name" }, Cancel)).GetString().ShouldBe("c1");
        }

        if (Fixture.Intermediary.HasFanout)
        {
            await client.AskAsync(new { command = "fanout", method = "hit", args = new { data = "inside" } }, Cancel);
            await inside.HitAsync("inside", Cancel);
        }

        inside.Requests.All.Count(request => request.Method == "name").ShouldBe(4);
        outside.Requests.All.ShouldBeEmpty();
        await inside.StopAsync();
        await outside.StopAsync();
    }

    [Theory]
    [InlineData(300_000)]
    [InlineData(3_000_000)]
    public async Task From_python_and_back_a_large_value_comes_whole(int length)
    {
        var (_, client) = await CallsFromPythonAsync();
        var sent = TextOf(length);

        var received = Value(await client.AskAsync(new { command = "call", method = "echo", args = new { data = sent } }, Cancel)).GetString();

        (received == sent).ShouldBeTrue();
    }
}
