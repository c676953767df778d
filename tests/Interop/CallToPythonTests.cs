using System.Text.Json;
using Amqp1.Interop.Tests.Harness;
using Amqp1.Rpc;

namespace Amqp1.Interop.Tests;

/// <summary>Tests of calls to Python servers: results, errors, versions and deadlines.</summary>
public abstract class CallToPythonTests(InteropFixture fixture) : InteropTest(fixture)
{
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
    public async Task To_python_a_monitored_call_fails_when_its_server_dies()
    {
        var topic = Fixture.NewTopic("mortal");
        await using var server = await Fixture.PythonAsync("rpc_server.py", Cancel, "--topic", topic, "--server", "s1");
        var client = (await Fixture.ClientsAsync(Cancel)).CreateRpcClient(Target.ForTopic(topic, "s1"));
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
        var topic = Fixture.NewTopic("versioned");
        await Fixture.PythonAsync("rpc_server.py", Cancel, "--topic", topic, "--server", "s1", "--namespace", "baremetal", "--version", "1.5");
        var client = (await Fixture.ClientsAsync(Cancel)).CreateRpcClient(Target.ForTopic(topic));

        (await client.Prepare(ns: "baremetal", version: "1.3").CallAsync<int>("echo", new { data = 1 }, Cancel)).ShouldBe(1);
        var tooNew = await Should.ThrowAsync<RemoteErrorException>(() => client.Prepare(ns: "baremetal", version: "1.6").CallAsync("echo", cancel: Cancel));
        var elsewhere = await Should.ThrowAsync<RemoteErrorException>(() => client.Prepare(version: "1.3").CallAsync("echo", cancel: Cancel));

        tooNew.ErrorClass.ShouldBe("UnsupportedVersion");
        elsewhere.ErrorClass.ShouldBe("UnsupportedVersion");
    }

    [Fact]
    [Trait("Functional", "4")]
    public async Task To_nobody_a_call_ends_with_its_timeout()
    {
        var client = (await Fixture.ClientsAsync(Cancel)).CreateRpcClient(Target.ForTopic(Fixture.NewTopic("nobody")));

        await Should.ThrowAsync<MessagingTimeoutException>(() => client.Prepare(timeout: TimeSpan.FromSeconds(1)).CallAsync("echo", cancel: Cancel));
    }

    [Fact]
    public async Task Without_a_topic_or_with_fanout_a_call_is_refused_before_it_is_sent()
    {
        var transport = await Fixture.ClientsAsync(Cancel);

        await Should.ThrowAsync<InvalidTargetException>(() => transport.CreateRpcClient(new Target()).CallAsync("echo", cancel: Cancel));
        await Should.ThrowAsync<InvalidTargetException>(() => transport.CreateRpcClient(new Target()).CastAsync("echo", cancel: Cancel));
        await Should.ThrowAsync<InvalidTargetException>(
            () => transport.CreateRpcClient(new Target { Topic = "t", Fanout = true }).CallAsync("echo", cancel: Cancel));
        Should.Throw<InvalidTargetException>(() => transport.CreateRpcServer(Target.ForTopic("t")));
    }
}
