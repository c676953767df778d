using System.Text.Json;
using Amqp1.Interop.Tests.Harness;
using Amqp1.Rpc;

namespace Amqp1.Interop.Tests;

/// <summary>Tests of calls of Python clients: results, errors, versions and deadlines.</summary>
public abstract class CallFromPythonTests(InteropFixture fixture) : InteropTest(fixture)
{
    [Fact]
    public async Task From_python_a_call_without_a_result_returns_none()
    {
        var (_, client) = await CallsFromPythonAsync();

        Value(await client.AskAsync(new { command = "call", method = "nothing" }, Cancel)).ValueKind.ShouldBe(JsonValueKind.Null);
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
        await using var client = await Fixture.PythonAsync(
            "rpc_client.py", Cancel, "--topic", Fixture.ServiceTopic, "--timeout", "40", "--allow-exceptions-of", "oslo_messaging.rpc.dispatcher");

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
    public async Task From_python_the_description_of_a_server_is_a_dict_with_schemas_and_statistics()
    {
        var (_, client) = await CallsFromPythonAsync();
        await using var transport = await Fixture.ConnectAsync(Cancel, options => options.Rpc.DescribeEnabled = true);
        var topic = Fixture.NewTopic("described");
        var method = new RpcMethodDescriptor("add", (_, invocation) =>
        {
            invocation.SetResult(5);
            return ValueTask.CompletedTask;
        })
        {
            Describe = () => new RpcMethodDescription(
                [new RpcParameterDescription("of", MessagingJson.Default.GetTypeInfo(typeof(IReadOnlyList<string>))) { RefusesNull = true, Summary = "The terms, as text: é." }],
                MessagingJson.Default.GetTypeInfo(typeof(int))) { Summary = "Adds." },
        };
        var descriptor = new RpcEndpointDescriptor(typeof(object), new Target { Topic = topic, Version = "1.3" }, [method]);
        await using var server = transport.CreateRpcServer(new Target { Topic = topic, Server = "d1" }, (descriptor, new object()));
        server.Start();
        await server.WaitUntilListeningAsync(Cancel).WaitAsync(Limits.Signal, Cancel);

        Value(await client.AskAsync(new { command = "call", topic, method = "add", args = new { of = new[] { "2", "3" } } }, Cancel)).GetInt32().ShouldBe(5);
        var description = Value(await client.AskAsync(new { command = "call", topic, method = "amqp1_describe" }, Cancel));

        (Text(description, "topic"), Text(description, "server")).ShouldBe((topic, "d1"));
        var added = description.GetProperty("endpoints")[0].GetProperty("methods")[0];
        (Text(added, "name"), Text(added, "description")).ShouldBe(("add", "Adds."));
        Text(added.GetProperty("parameters")[0], "description").ShouldBe("The terms, as text: é.");
        Text(added.GetProperty("parameters")[0].GetProperty("schema").GetProperty("items"), "type").ShouldBe("string");
        Text(added.GetProperty("result").GetProperty("schema"), "type").ShouldBe("integer");
        added.GetProperty("statistics").GetProperty("calls").GetInt32().ShouldBe(1);
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
}
