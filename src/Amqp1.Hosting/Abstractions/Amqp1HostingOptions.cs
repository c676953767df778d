using System.Text.Json;
using Amqp1.Rpc;

namespace Amqp1.Hosting;

/// <summary>Settings for messaging in a host, bound from the section <c>Amqp1:Hosting</c>.</summary>
/// <remarks>The options are read once, when the host starts.</remarks>
public sealed class Amqp1HostingOptions
{
    /// <summary>The section that these options are bound from: <c>Amqp1:Hosting</c>.</summary>
    public const string SectionName = "Amqp1:Hosting";

    /// <summary>
    /// The name of the connection string that is the transport URL if <c>Amqp1:TransportUrl</c> is not set. A reference to a broker in a
    /// .NET Aspire AppHost sets both. Default: null, which means <c>amqp1</c>, or the key of a keyed instance.
    /// </summary>
    public string? ConnectionName { get; set; }

    /// <summary>
    /// Whether the start of the host waits until the connections are open and all servers and listeners are attached. If false, the host
    /// starts at once, and the health checks show the progress. <c>HostOptions.StartupTimeout</c> limits the wait. Default: false.
    /// </summary>
    public bool WaitForConnection { get; set; }

    /// <summary>
    /// Whether the classes with <c>[RpcEndpoint]</c> and <c>[NotificationEndpoint]</c> in the application's own assembly are
    /// served. Default: true.
    /// </summary>
    public bool DiscoverEndpoints { get; set; } = true;

    /// <summary>The server name of RPC endpoints that do not specify one. Default: the name of the machine.</summary>
    public string ServerName { get; set; } = Environment.MachineName;

    /// <summary>
    /// The publisher ID of notifications sent with the injected <c>INotifier</c>. Default: null, which means
    /// <c>{application}.{machine}</c>.
    /// </summary>
    public string? PublisherId { get; set; }

    /// <summary>
    /// The time after which the health check of a lost connection changes from degraded to unhealthy. Before the first connection the
    /// health check is unhealthy. Default: 30 s.
    /// </summary>
    public TimeSpan UnhealthyAfter { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Settings for the ping that the RPC health check may send to a server. Default: no ping.</summary>
    public HealthProbeOptions HealthProbe { get; set; } = new();

    /// <summary>
    /// The JSON options of messages. This member is a field because the generated configuration binding would treat a property as a
    /// setting.
    /// </summary>
    internal JsonSerializerOptions Json = MessagingJson.Default;

    internal RemoteExceptionRegistry RemoteExceptions = RemoteExceptionRegistry.Default;
}
