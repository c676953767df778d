using Microsoft.Extensions.Logging;

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

    /// <summary>Adds the endpoint. Logs a warning if an endpoint of the application already has a method of that name.</summary>
    public static void AddTo(BuiltInEndpoints endpoints, ILogger logger)
    {
        if (!endpoints.TryAdd(Instance, Method))
        {
            RpcLog.PingTaken(logger, endpoints.Target.Topic);
        }
    }
}
