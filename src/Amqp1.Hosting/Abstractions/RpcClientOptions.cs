namespace Amqp1.Hosting;

/// <summary>
/// Settings of a client interface with <c>[RpcClient]</c>, bound from the section <c>Amqp1:Clients:{interface}</c>, such as
/// <c>Amqp1:Clients:IConductor</c>. A setting that is null keeps the value of the interface's attributes or of the section <c>Amqp1:Rpc</c>.
/// </summary>
/// <remarks>The options are read once, when the host starts.</remarks>
public sealed class RpcClientOptions
{
    /// <summary>
    /// The time that a call waits for its reply. Zero means that calls have no timeout of their own, and the send timeout applies. Methods
    /// with a timeout in their <c>[RpcMethod]</c> keep it. Default: null.
    /// </summary>
    public TimeSpan? Timeout { get; set; }

    /// <summary>The time that a call waits for a heartbeat of the server. Default: null.</summary>
    public TimeSpan? CallMonitorTimeout { get; set; }

    /// <summary>
    /// The maximum number of times that a message is sent again when it is returned or loses its link; -1 means no limit within the
    /// deadline. Default: null.
    /// </summary>
    public int? Retry { get; set; }

    /// <summary>The topic. Default: null.</summary>
    public string? Topic { get; set; }

    /// <summary>The exchange of the topic. Default: null.</summary>
    public string? Exchange { get; set; }

    /// <summary>The name of a single server. A parameter with <c>[Server]</c> takes precedence. Default: null.</summary>
    public string? Server { get; set; }

    /// <summary>The namespace of the methods. Default: null.</summary>
    public string? Namespace { get; set; }

    /// <summary>The version to request, <c>major.minor</c>. Default: null.</summary>
    public string? Version { get; set; }

    /// <summary>The highest version that can be requested, <c>major.minor</c>. Default: null.</summary>
    public string? VersionCap { get; set; }

    /// <summary>Whether large arguments are stored (<c>Amqp1:ClaimCheck</c>). Default: null (the value of <c>Amqp1:ClaimCheck:StoreArguments</c>).</summary>
    public bool? StoreArguments { get; set; }
}
