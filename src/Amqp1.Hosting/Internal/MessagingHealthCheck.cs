using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Amqp1.Hosting.Internal;

/// <summary>
/// The health of one backend, read off the connection that is in use: no connection of its own, nothing that could be stale. Where
/// a probe is configured and the connection is open, a server is pinged, too.
/// </summary>
/// <param name="status">The connection.</param>
/// <param name="links">The links of what serves on it: attached and needed.</param>
/// <param name="readiness">Whether the host stops.</param>
/// <param name="unhealthyAfter">How long the connection may be away.</param>
/// <param name="time">The clock.</param>
/// <param name="probe">The probe, if there is one.</param>
internal sealed class MessagingHealthCheck(
    Func<ConnectionStatus> status,
    Func<(int Attached, int Needed)> links,
    MessagingReadiness readiness,
    TimeSpan unhealthyAfter,
    TimeProvider time,
    HealthProbe? probe = null) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var now = status();
        var (attached, needed) = links();
        var (health, description) = Judge(now, attached, needed);
        var data = Data(now, attached, needed);
        if (probe?.Topic is not { } topic || health == HealthStatus.Unhealthy || now.State != ConnectionState.Open)
        {
            return new HealthCheckResult(health, description, data: data);
        }

        data["probe"] = topic;
        var started = time.GetTimestamp();
        if (await probe.FailsWithAsync(cancellationToken).ConfigureAwait(false) is { } failure)
        {
            data["probeError"] = failure;
            return new HealthCheckResult(HealthStatus.Unhealthy, $"{description} The probe of {topic} failed: {failure}", data: data);
        }

        data["probeMilliseconds"] = time.GetElapsedTime(started).TotalMilliseconds;
        return new HealthCheckResult(health, description, data: data);
    }

    private (HealthStatus Health, string Description) Judge(ConnectionStatus now, int attached, int needed)
    {
        if (readiness.IsStopping)
        {
            return (HealthStatus.Unhealthy, "The service stops.");
        }

        switch (now.State)
        {
            case ConnectionState.Open when attached >= needed:
                return (HealthStatus.Healthy, $"Connected to {now.Host}.");
            case ConnectionState.Open:
                return (HealthStatus.Degraded, $"Connected to {now.Host}; {attached} of {needed} server links are attached.");
            case ConnectionState.Closed:
                return (HealthStatus.Unhealthy, "The connection is closed.");
            default:
                var health = time.GetUtcNow() - now.Since > unhealthyAfter ? HealthStatus.Unhealthy : HealthStatus.Degraded;
                return (health, $"{now.State} since {now.Since:u}.{(now.LastError is null ? "" : " " + now.LastError)}");
        }
    }

    private static Dictionary<string, object> Data(ConnectionStatus now, int attached, int needed)
    {
        var data = new Dictionary<string, object> { ["state"] = now.State.ToString(), ["since"] = now.Since };
        Add("host", now.Host);
        Add("product", now.Product);
        Add("version", now.Version);
        Add("addressMode", now.AddressMode);
        Add("lastError", now.LastError);
        data["senders"] = now.Senders;
        data["receivers"] = attached;
        data["receiversNeeded"] = needed;
        return data;

        void Add(string key, string? value)
        {
            if (value is not null)
            {
                data[key] = value;
            }
        }
    }
}
