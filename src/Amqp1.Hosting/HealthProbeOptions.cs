namespace Amqp1.Hosting;

/// <summary>An active probe of the RPC health check, bound from the section <c>Amqp1:Hosting:HealthProbe</c>.</summary>
public sealed class HealthProbeOptions
{
    /// <summary>
    /// The topic whose server is pinged each time the health is asked for; its own topic lets a service see itself from outside. Default: null, no probe.
    /// </summary>
    public string? Topic { get; set; }

    /// <summary>The one server of the topic that is pinged. Default: null, any.</summary>
    public string? Server { get; set; }

    /// <summary>How long the probe waits for the reply. Default: 2 s.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(2);
}
