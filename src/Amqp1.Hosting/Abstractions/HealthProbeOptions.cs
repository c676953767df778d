namespace Amqp1.Hosting;

/// <summary>An active probe of the RPC health check, bound from the section <c>Amqp1:Hosting:HealthProbe</c>.</summary>
public sealed class HealthProbeOptions
{
    /// <summary>
    /// The topic of the server that is pinged at each health check. A service can use its own topic to check that it can be reached over
    /// the bus. Default: null, no probe.
    /// </summary>
    public string? Topic { get; set; }

    /// <summary>The server name to ping. Default: null, any server of the topic.</summary>
    public string? Server { get; set; }

    /// <summary>The time to wait for the reply. Default: 2 s.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(2);
}
