using Amqp1.Bus;
using Amqp1.Bus.Deadlines;
using Amqp1.Configuration;
using Amqp1.Dialects;
using Amqp1.Dispatch;
using Amqp1.Rpc;
using Amqp1.Wire;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Amqp1.Core.Tests.Rpc;

/// <summary>Tests of the ping method of docs/spec/behaviour.md#dispatch.</summary>
public sealed class PingEndpointTests
{
    private static readonly Target Target = new() { Topic = "t", Server = "s", Namespace = "ns", Version = "7.0" };

    [Fact]
    public async Task Anybody_gets_a_pong_without_namespace_and_with_any_arguments()
    {
        var own = new object();
        var builtIn = new BuiltInEndpoints(Target, [Endpoint("m")]);
        PingEndpoint.AddTo(builtIn, NullLogger.Instance);
        await using var scope = builtIn.AddTo(new SharedInstances([(typeof(object), own)])).Begin();
        var request = new RpcRequest("oslo_rpc_server_ping", """{"any":1}"""u8.ToArray(), RpcRequest.EmptyObject);

        var (endpoint, method) = new RpcDispatcher(builtIn.All).Find(request);
        using var deadlines = new DeadlineTimer(new FakeTimeProvider());
        using var cancellation = new RequestCancellation(deadlines, null, TestContext.Current.CancellationToken);
        var context = new RpcContext(MessagingContext.Empty, method.Name, null, "1.0", "a", expectsReply: true, null);
        var invocation = new RpcInvocation(context, request.Arguments, MessagingJson.Default, cancellation);
        await method.Invoke(scope.Resolve(endpoint.EndpointType), invocation);

        Wire.WireBytes.Text(invocation.Result).ShouldBe("\"pong\"");
        scope.Resolve(typeof(object)).ShouldBeSameAs(own);
    }

    [Fact]
    public void It_is_not_added_where_an_endpoint_has_the_method()
    {
        RpcEndpointDescriptor[] endpoints = [Endpoint("oslo_rpc_server_ping")];

        var builtIn = new BuiltInEndpoints(Target, endpoints);
        PingEndpoint.AddTo(builtIn, NullLogger.Instance);

        builtIn.All.ShouldBeSameAs(endpoints);
    }

    [Fact]
    public async Task Whoever_wants_pings_and_has_the_method_is_warned()
    {
        var log = new LogRecords();
        var options = new Amqp1Options { Rpc = { PingEnabled = true } };
        await using var transport = MessagingTransport.Create("amqp://127.0.0.1:1", options, log);

        transport.CreateRpcServer(Target, [(Endpoint("m"), new object())]);
        log.All.Count<LogRecord>(record => record.Id == 1111).ShouldBe(0);
        transport.CreateRpcServer(Target, [(Endpoint("oslo_rpc_server_ping"), new object())]);
        log.All.Count<LogRecord>(record => record.Id == 1111).ShouldBe(1);
    }

    [Fact]
    public async Task A_server_whose_endpoint_has_the_method_of_descriptions_warns()
    {
        var log = new LogRecords();
        var options = new Amqp1Options { Rpc = { DescribeEnabled = true } };
        await using var transport = MessagingTransport.Create("amqp://127.0.0.1:1", options, log);

        transport.CreateRpcServer(Target, [(Endpoint("m"), new object())]);
        log.All.Count<LogRecord>(record => record.Id == 1121).ShouldBe(0);
        transport.CreateRpcServer(Target, [(Endpoint("amqp1_describe"), new object())]);
        log.All.Count<LogRecord>(record => record.Id == 1121).ShouldBe(1);
    }

    private static RpcEndpointDescriptor Endpoint(string method) =>
        new(typeof(object), Target, [new RpcMethodDescriptor(method, (_, _) => ValueTask.CompletedTask)]);
}
