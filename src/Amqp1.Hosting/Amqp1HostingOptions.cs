using System.Text.Json;
using Amqp1.Rpc;

namespace Amqp1.Hosting;

/// <summary>How messaging lives in the host, bound from the section <c>Amqp1:Hosting</c>.</summary>
/// <remarks>Read once, when the host starts.</remarks>
public sealed class Amqp1HostingOptions
{
    /// <summary>The section these options are bound from: <c>Amqp1:Hosting</c>.</summary>
    public const string SectionName = "Amqp1:Hosting";

    /// <summary>
    /// Whether the start of the host waits until the connections are open and all servers and listeners are attached. Without it the
    /// host starts at once, and the health checks show how far it is. <c>HostOptions.StartupTimeout</c> limits the wait. Default: false.
    /// </summary>
    public bool WaitForConnection { get; set; }

    /// <summary>
    /// Whether the classes with <c>[RpcEndpoint]</c> and <c>[NotificationEndpoint]</c> in the application's own assembly are
    /// served. Default: true.
    /// </summary>
    public bool DiscoverEndpoints { get; set; } = true;

    /// <summary>The server name of RPC endpoints that name none. Default: the machine's name.</summary>
    public string ServerName { get; set; } = Environment.MachineName;

    /// <summary>Who emits the notifications of the injected <c>INotifier</c>. Default: null, which means <c>{application}.{machine}</c>.</summary>
    public string? PublisherId { get; set; }

    /// <summary>
    /// How long a connection that was lost may be away before its health check turns from degraded to unhealthy; before the first
    /// connection it is unhealthy. Default: 30 s.
    /// </summary>
    public TimeSpan UnhealthyAfter { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether and how the RPC health check pings a server. Default: it does not.</summary>
    public HealthProbeOptions HealthProbe { get; set; } = new();

    /// <summary>Fields, as the generated binding of configuration would take properties for settings.</summary>
    internal JsonSerializerOptions Json = MessagingJson.Default;

    internal RemoteExceptionRegistry RemoteExceptions = RemoteExceptionRegistry.Default;
}
