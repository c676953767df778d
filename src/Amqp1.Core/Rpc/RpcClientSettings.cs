using System.Text.Json;
using Amqp1.Filters;
using Amqp1.Payloads;

namespace Amqp1.Rpc;

/// <summary>The settings of an RPC client.</summary>
internal sealed record RpcClientSettings
{
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The deadline of a cast, and of a call without a timeout.</summary>
    public TimeSpan SendTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The maximum number of times that a message is sent again; negative for no limit within the deadline.</summary>
    public int Retry { get; init; } = -1;

    public string? VersionCap { get; init; }

    /// <summary>Whether filters may repeat the calls.</summary>
    public bool IsIdempotent { get; init; }

    public TimeSpan? CallMonitorTimeout { get; init; }
    public MessagingContext Context { get; init; } = MessagingContext.Empty;
    public JsonSerializerOptions Json { get; init; } = MessagingJson.Default;
    public RemoteExceptionRegistry RemoteExceptions { get; init; } = RemoteExceptionRegistry.Default;

    /// <summary>The payload store; null for none.</summary>
    public ClaimCheck? Claims { get; init; }

    /// <summary>Whether large arguments are stored.</summary>
    public bool StoresArguments { get; init; }

    /// <summary>The filters; null when there are none.</summary>
    public FilterPipeline? Filters { get; init; }
}
