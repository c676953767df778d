using Amqp1.Dispatch;

namespace Amqp1.Rpc;

/// <summary>The endpoint of the method with which clients can check that a server is available (docs/spec/behaviour.md#dispatch).</summary>
internal sealed class PingEndpoint
{
    private const string MethodName = "oslo_rpc_server_ping";

    private static readonly PingEndpoint Instance = new();

    private static readonly RpcMethodDescriptor Method = new(MethodName, static (_, invocation) =>
    {
        invocation.SetResult("pong");
        return ValueTask.CompletedTask;
    });

    private PingEndpoint()
    {
    }

    /// <summary>Adds the endpoint, unless another endpoint already has a method of that name.</summary>
    public static IReadOnlyList<RpcEndpointDescriptor> AddTo(IReadOnlyList<RpcEndpointDescriptor> endpoints, Target target) =>
        endpoints.Any(endpoint => endpoint.MethodNames.Contains(MethodName))
            ? endpoints
            : [.. endpoints, new RpcEndpointDescriptor(typeof(PingEndpoint), new Target { Topic = target.Topic, Server = target.Server }, [Method])];

    public static IEndpointScopes AddTo(IEndpointScopes scopes) => new WithPing(scopes);

    private sealed class WithPing(IEndpointScopes inner) : IEndpointScopes
    {
        public IEndpointScope Begin() => new Scope(inner.Begin());
    }

    private sealed class Scope(IEndpointScope inner) : IEndpointScope
    {
        public object Resolve(Type endpointType) => endpointType == typeof(PingEndpoint) ? Instance : inner.Resolve(endpointType);

        public IServiceProvider? Services => inner.Services;

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
