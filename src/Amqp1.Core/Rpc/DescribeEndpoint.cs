using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;

namespace Amqp1.Rpc;

/// <summary>
/// The endpoint of the method with which clients ask a server for its interface and its statistics (docs/using/describe.md). The description
/// is made when the first caller asks for it.
/// </summary>
internal sealed class DescribeEndpoint(ServerDescription description)
{
    /// <summary>The wire name of the method.</summary>
    public const string MethodName = "amqp1_describe";

    private static readonly JsonTypeInfo<JsonObject> Json = (JsonTypeInfo<JsonObject>)MessagingJson.Default.GetTypeInfo(typeof(JsonObject));

    private static readonly RpcMethodDescriptor Method = new(MethodName, static (endpoint, invocation) =>
    {
        ((DescribeEndpoint)endpoint).Describe(invocation);
        return ValueTask.CompletedTask;
    });

    /// <summary>
    /// Adds the endpoint, and returns the statistics that it shows. Logs a warning and returns null if an endpoint of the application already
    /// has a method of that name.
    /// </summary>
    public static ServerStatistics? AddTo(BuiltInEndpoints endpoints, TimeProvider time, ILogger logger)
    {
        var statistics = new ServerStatistics(endpoints.Own, time);
        if (endpoints.TryAdd(new DescribeEndpoint(new ServerDescription(endpoints.Target, endpoints.Own, statistics)), Method))
        {
            return statistics;
        }

        RpcLog.DescribeTaken(logger, endpoints.Target.Topic);
        return null;
    }

    private void Describe(RpcInvocation invocation) => invocation.SetResult(description.Create(), Json);
}
