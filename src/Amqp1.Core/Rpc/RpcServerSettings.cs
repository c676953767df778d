using System.Text.Json;
using Amqp1.Filters;
using Amqp1.Payloads;

namespace Amqp1.Rpc;

/// <summary>The settings of an RPC server, from the options of section <c>Amqp1:Rpc</c>.</summary>
internal sealed record RpcServerSettings
{
    public int Credit { get; init; } = 100;
    public int MaxConcurrentCalls { get; init; } = 64;
    public TimeSpan ReplyTimeout { get; init; } = TimeSpan.FromSeconds(30);
    public int ReplyRetry { get; init; }
    public bool IncludeTraceback { get; init; }
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(30);
    public JsonSerializerOptions Json { get; init; } = MessagingJson.Default;

    /// <summary>The exception types that are shared with callers.</summary>
    public RemoteExceptionRegistry RemoteExceptions { get; init; } = RemoteExceptionRegistry.Default;

    /// <summary>The payload store; null for none.</summary>
    public ClaimCheck? Claims { get; init; }

    /// <summary>Counts the requests; null if nobody asks for statistics.</summary>
    public ServerStatistics? Statistics { get; init; }

    /// <summary>The filters; null when there are none.</summary>
    public FilterPipeline? Filters { get; init; }
}
