using System.Text.Json;
using Amqp1.Interop.Tests.Harness;
using Amqp1.Rpc;

namespace Amqp1.Interop.Tests;

/// <summary>Tests of calls, casts and fanouts of a .NET client to Python servers.</summary>
public abstract class CallToPythonRoleTests(InteropFixture fixture) : InteropTest(fixture)
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
        if (Fixture.Intermediary.SharesAmongIdleConsumers)
        {
            served.Count(count => count > 0).ShouldBeGreaterThanOrEqualTo(2, string.Join(' ', served));
        }
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
        Assert.SkipUnless(Fixture.Intermediary.HasFanout, NoFanout);
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
    [Trait("Conformance", "73")]
    public async Task To_python_calls_and_fanouts_stay_in_their_virtual_host()
    {
        var topic = Fixture.NewTopic("vhost");
        await using var inside = await Fixture.OwnPythonAsync("rpc_server.py", Cancel, "vh1", "--topic", topic, "--server", "s1");
        await using var outside = await Fixture.PythonAsync("rpc_server.py", Cancel, "--topic", topic, "--server", "s1");
        await using var transport = await Fixture.ConnectAsync(Cancel, vhost: "vh1");
        var client = transport.CreateRpcClient(Target.ForTopic(topic, "s1"));

        for (var n = 0; n < 4; n++)
        {
            (await client.CallAsync<int>("echo", new { data = n }, Cancel)).ShouldBe(n);
        }

        var expected = 4;
        if (Fixture.Intermediary.HasFanout)
        {
            await client.FanoutAsync("hit", new { data = "inside" }, Cancel);
            await inside.NextAsync(occurred => IsRequest(occurred, "hit", "inside"), Cancel);
            expected++;
        }

        (await CountAsync(inside)).ShouldBe(expected);
        (await CountAsync(outside)).ShouldBe(0);
    }

    [Theory]
    [InlineData(300_000)]
    [InlineData(3_000_000)]
    public async Task To_python_and_back_a_large_value_comes_whole(int length)
    {
        var (_, client) = await CallsToPythonAsync();
        var sent = TextOf(length);

        (await client.CallAsync<string>("echo", new { data = sent }, Cancel) == sent).ShouldBeTrue();
    }
}
