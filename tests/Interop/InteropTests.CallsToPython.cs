using System.Text.Json;
using Amqp1.Interop.Tests.Harness;
using Amqp1.Rpc;

namespace Amqp1.Interop.Tests;

public abstract partial class InteropTests
{
    [Fact]
    [Trait("Conformance", "73")]
    [Trait("Functional", "1")]
    public async Task To_python_a_call_to_a_server_is_answered_by_that_server()
    {
        var (servers, client) = await CallsToPythonAsync();
        var context = MessagingContext.FromEntries([new("user", "ü"), new("request_id", "req-1")]);

        var result = await client.Prepare(server: "s2", context: context).CallAsync<JsonElement>("whoami", cancel: Cancel);

        Text(result, "user").ShouldBe("ü");
        var request = await servers[1].NextAsync(occurred => IsRequest(occurred, "whoami"), Cancel);
        Text(request.GetProperty("ctxt"), "user").ShouldBe("ü");
        Text(request.GetProperty("ctxt"), "request_id").ShouldBe("req-1");
    }

    [Fact]
    [Trait("Functional", "2")]
    public async Task To_python_calls_to_any_server_are_shared_among_the_servers()
    {
        var (servers, client) = await CallsToPythonAsync();
        var before = await Task.WhenAll(servers.Select(CountAsync));

        var calls = Enumerable.Range(0, 60).Select(async n => (await client.CallAsync<int>("echo", new { data = n }, Cancel)).ShouldBe(n));
        await Task.WhenAll(calls);

        var after = await Task.WhenAll(servers.Select(CountAsync));
        var served = after.Zip(before, (late, early) => late - early).ToArray();
        served.Sum().ShouldBe(60);
        if (fixture.Intermediary.SharesAmongIdleConsumers)
        {
            served.Count(count => count > 0).ShouldBeGreaterThanOrEqualTo(2, string.Join(' ', served));
        }
    }

    [Fact]
    public async Task To_python_tuples_are_lists_and_integers_have_any_size()
    {
        var (_, client) = await CallsToPythonAsync();
        var big = System.Numerics.BigInteger.Pow(7, 1000);

        (await client.CallAsync<(int, (string, bool))>("echo", new { data = (7, ("seven", true)) }, Cancel)).ShouldBe((7, ("seven", true)));
        (await client.CallAsync<JsonElement>("echo", new { data = (7, "seven") }, Cancel)).GetRawText().Replace(" ", "", StringComparison.Ordinal).ShouldBe("""[7,"seven"]""");
        (await client.CallAsync<System.Numerics.BigInteger>("echo", new { data = big }, Cancel)).ShouldBe(big);
    }

    [Fact]
    public async Task To_python_a_call_without_a_result_returns_null()
    {
        var (_, client) = await CallsToPythonAsync();

        (await client.CallAsync<string>("nothing", cancel: Cancel)).ShouldBeNull();
    }

    [Theory]
    [InlineData("s3")]
    [InlineData(null)]
    [Trait("Conformance", "73")]
    [Trait("Functional", "11")]
    [Trait("Functional", "12")]
    public async Task To_python_a_cast_runs_the_method_once(string? server)
    {
        var (servers, client) = await CallsToPythonAsync();
        var mark = Guid.NewGuid().ToString();

        await client.Prepare(server: server).CastAsync("hit", new { data = mark }, Cancel);

        var hits = servers.Select(peer => peer.NextAsync(occurred => IsRequest(occurred, "hit", mark), Cancel)).ToArray();
        var hit = await Task.WhenAny(hits);
        // The RabbitMQ driver of Python adds the timeout of the caller to the context, even for a cast, which has no timeout.
        (await hit).GetProperty("ctxt").EnumerateObject().Where(entry => entry.Name != "client_timeout").ShouldBeEmpty();
        if (server is not null)
        {
            hit.ShouldBe(hits[2]);
        }

        // A call to each server arrives after any other message that the cast could have sent there.
        await Task.WhenAll(servers.Select((_, n) => client.Prepare(server: $"s{n + 1}").CallAsync("nothing", cancel: Cancel)));
        hits.Count(task => task.IsCompleted).ShouldBe(1);
        foreach (var other in hits.Where(task => !task.IsCompleted))
        {
            Observe(other);
        }
    }

    [Fact]
    [Trait("Conformance", "73")]
    [Trait("Functional", "13")]
    public async Task To_python_a_fanout_reaches_every_server()
    {
        Assert.SkipUnless(fixture.Intermediary.HasFanout, NoFanout);
        var (servers, client) = await CallsToPythonAsync();
        var mark = Guid.NewGuid().ToString();

        await client.FanoutAsync("hit", new { data = mark }, Cancel);

        await Task.WhenAll(servers.Select(server => server.NextAsync(occurred => IsRequest(occurred, "hit", mark), Cancel)));
    }

    [Theory]
    [InlineData("ValueError", typeof(ArgumentException))]
    [InlineData("KeyError", typeof(KeyNotFoundException))]
    [InlineData("RuntimeError", typeof(InvalidOperationException))]
    [InlineData("TimeoutError", typeof(TimeoutException))]
    [InlineData("ZeroDivisionError", typeof(DivideByZeroException))]
    [Trait("Conformance", "73")]
    [Trait("Functional", "5")]
    public async Task To_python_a_builtin_exception_comes_as_its_counterpart(string kind, Type expected)
    {
        var (_, client) = await CallsToPythonAsync();

        var failure = await Should.ThrowAsync(() => client.CallAsync("fail", new { kind, message = "boom é" }, Cancel), expected);

        failure.Message.ShouldContain("boom é");
        var remote = failure.InnerException.ShouldBeOfType<RemoteErrorException>();
        remote.Module.ShouldBe("builtins");
        remote.ErrorClass.ShouldBe(kind);
        string.Concat(remote.Traceback).ShouldContain("Traceback (most recent call last)");
    }

    [Fact]
    public async Task To_python_an_exception_of_an_unknown_class_comes_as_a_remote_error()
    {
        var (_, client) = await CallsToPythonAsync();

        var failure = await Should.ThrowAsync<RemoteErrorException>(() => client.CallAsync("fail_custom", new { message = "boom", host = "h1" }, Cancel));

        failure.Module.ShouldBe("peer");
        failure.ErrorClass.ShouldBe("ComputeError");
        failure.RemoteMessage.ShouldBe("boom");
        string.Concat(failure.Traceback).ShouldContain("fail_custom");
    }

    [Fact]
    [Trait("Functional", "10")]
    public async Task To_python_an_unknown_method_and_a_wrong_version_are_remote_errors_and_calls_go_on()
    {
        var (_, client) = await CallsToPythonAsync();

        var noMethod = await Should.ThrowAsync<RemoteErrorException>(() => client.CallAsync("no_such_method", cancel: Cancel));
        var noVersion = await Should.ThrowAsync<RemoteErrorException>(() => client.Prepare(version: "7.3").CallAsync("echo", cancel: Cancel));
        var noArgument = await Should.ThrowAsync<ArgumentException>(() => client.CallAsync("echo", new { no_such_argument = 1 }, Cancel));

        (noMethod.Module, noMethod.ErrorClass).ShouldBe(("oslo_messaging.rpc.dispatcher", "NoSuchMethod"));
        (noVersion.Module, noVersion.ErrorClass).ShouldBe(("oslo_messaging.rpc.dispatcher", "UnsupportedVersion"));
        noVersion.RemoteMessage.ShouldContain("7.3");
        noArgument.InnerException.ShouldBeOfType<RemoteErrorException>().ErrorClass.ShouldBe("TypeError");
        (await client.CallAsync<int>("echo", new { data = 5 }, Cancel)).ShouldBe(5);
    }

    [Fact]
    [Trait("Conformance", "73")]
    [Trait("Functional", "8")]
    public async Task To_python_a_monitored_call_lives_on_heartbeats()
    {
        var (_, client) = await CallsToPythonAsync();

        // The reply comes after the monitor timeout. Only the heartbeats, one per second, keep the call alive.
        var seconds = await client.Prepare(callMonitorTimeout: TimeSpan.FromSeconds(2)).CallAsync<double>("sleep", new { seconds = 3.5 }, Cancel);

        seconds.ShouldBe(3.5);
    }

    [Fact]
    public async Task To_python_a_monitored_call_fails_when_its_server_dies()
    {
        var topic = fixture.NewTopic("mortal");
        await using var server = await fixture.PythonAsync("rpc_server.py", Cancel, "--topic", topic, "--server", "s1");
        var client = (await fixture.ClientsAsync(Cancel)).CreateRpcClient(Target.ForTopic(topic, "s1"));
        var call = client
            .Prepare(callMonitorTimeout: TimeSpan.FromSeconds(2), timeout: Limits.Signal * 10)
            .CallAsync("sleep", new { seconds = 60 }, Cancel);
        await server.NextAsync(occurred => IsRequest(occurred, "sleep"), Cancel);
        // When the reply to the second request has arrived, the acceptance of the first request has been sent.
        await client.CallAsync("nothing", cancel: Cancel);

        server.Kill();

        await Should.ThrowAsync<MessagingTimeoutException>(() => call.WaitAsync(Limits.Signal, Cancel));
    }

    [Fact]
    [Trait("Functional", "4")]
    public async Task To_python_a_late_reply_harms_nobody()
    {
        var (servers, client) = await CallsToPythonAsync();
        var one = client.Prepare(server: "s1");

        await Should.ThrowAsync<MessagingTimeoutException>(
            () => one.Prepare(timeout: TimeSpan.FromSeconds(1)).CallAsync("sleep", new { seconds = 2 }, Cancel));

        await servers[0].NextAsync(occurred => Text(occurred, "event") == "finished" && Text(occurred, "method") == "sleep", Cancel);
        (await one.CallAsync<int>("echo", new { data = 6 }, Cancel)).ShouldBe(6);
    }

    [Fact]
    [Trait("Functional", "9")]
    public async Task To_python_namespace_and_version_select_the_endpoint()
    {
        var topic = fixture.NewTopic("versioned");
        await fixture.PythonAsync("rpc_server.py", Cancel, "--topic", topic, "--server", "s1", "--namespace", "baremetal", "--version", "1.5");
        var client = (await fixture.ClientsAsync(Cancel)).CreateRpcClient(Target.ForTopic(topic));

        (await client.Prepare(ns: "baremetal", version: "1.3").CallAsync<int>("echo", new { data = 1 }, Cancel)).ShouldBe(1);
        var tooNew = await Should.ThrowAsync<RemoteErrorException>(() => client.Prepare(ns: "baremetal", version: "1.6").CallAsync("echo", cancel: Cancel));
        var elsewhere = await Should.ThrowAsync<RemoteErrorException>(() => client.Prepare(version: "1.3").CallAsync("echo", cancel: Cancel));

        tooNew.ErrorClass.ShouldBe("UnsupportedVersion");
        elsewhere.ErrorClass.ShouldBe("UnsupportedVersion");
    }

    [Fact]
    [Trait("Conformance", "73")]
    public async Task To_python_calls_and_fanouts_stay_in_their_virtual_host()
    {
        var topic = fixture.NewTopic("vhost");
        await using var inside = await fixture.OwnPythonAsync("rpc_server.py", Cancel, "vh1", "--topic", topic, "--server", "s1");
        await using var outside = await fixture.PythonAsync("rpc_server.py", Cancel, "--topic", topic, "--server", "s1");
        await using var transport = await fixture.ConnectAsync(Cancel, vhost: "vh1");
        var client = transport.CreateRpcClient(Target.ForTopic(topic, "s1"));

        for (var n = 0; n < 4; n++)
        {
            (await client.CallAsync<int>("echo", new { data = n }, Cancel)).ShouldBe(n);
        }

        var expected = 4;
        if (fixture.Intermediary.HasFanout)
        {
            await client.FanoutAsync("hit", new { data = "inside" }, Cancel);
            await inside.NextAsync(occurred => IsRequest(occurred, "hit", "inside"), Cancel);
            expected++;
        }

        (await CountAsync(inside)).ShouldBe(expected);
        (await CountAsync(outside)).ShouldBe(0);
    }

    [Fact]
    [Trait("Functional", "4")]
    public async Task To_nobody_a_call_ends_with_its_timeout()
    {
        var client = (await fixture.ClientsAsync(Cancel)).CreateRpcClient(Target.ForTopic(fixture.NewTopic("nobody")));

        await Should.ThrowAsync<MessagingTimeoutException>(() => client.Prepare(timeout: TimeSpan.FromSeconds(1)).CallAsync("echo", cancel: Cancel));
    }

    [Fact]
    public async Task Without_a_topic_or_with_fanout_a_call_is_refused_before_it_is_sent()
    {
        var transport = await fixture.ClientsAsync(Cancel);

        await Should.ThrowAsync<InvalidTargetException>(() => transport.CreateRpcClient(new Target()).CallAsync("echo", cancel: Cancel));
        await Should.ThrowAsync<InvalidTargetException>(() => transport.CreateRpcClient(new Target()).CastAsync("echo", cancel: Cancel));
        await Should.ThrowAsync<InvalidTargetException>(
            () => transport.CreateRpcClient(new Target { Topic = "t", Fanout = true }).CallAsync("echo", cancel: Cancel));
        Should.Throw<InvalidTargetException>(() => transport.CreateRpcServer(Target.ForTopic("t")));
    }

    private static bool IsRequest(JsonElement occurred, string method, string? data = null) =>
        Text(occurred, "event") == "request"
        && Text(occurred, "method") == method
        && (data is null || (occurred.GetProperty("args").GetProperty("data") is { ValueKind: JsonValueKind.String } sent && sent.ValueEquals(data)));

    private static async Task<int> CountAsync(PythonPeer server) =>
        (await server.AskAsync(new { command = "stats" }, Cancel)).GetProperty("count").GetInt32();

    /// <summary>Observes the exception of a wait that is expected to end after the test.</summary>
    private static void Observe(Task waiting) => _ = waiting.ContinueWith(static task => task.Exception, TaskScheduler.Default);
}
