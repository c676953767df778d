using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Amqp1.Hosting.Internal;

/// <summary>
/// Reports the health of one backend from the state of its current connection, without a connection of its own. If a probe is configured
/// and the connection is open, the check also pings a server.
/// </summary>
/// <param name="status">Returns the state of the connection.</param>
/// <param name="links">Returns the links of the servers and listeners on the connection.</param>
/// <param name="readiness">Knows whether the host is stopping.</param>
/// <param name="unhealthyAfter">The time after which a lost connection is unhealthy.</param>
/// <param name="time">The clock.</param>
/// <param name="probe">The probe; null if there is none.</param>
internal sealed class MessagingHealthCheck(
    Func<ConnectionStatus> status,
    Func<ServerLinks> links,
    MessagingReadiness readiness,
    TimeSpan unhealthyAfter,
    TimeProvider time,
    HealthProbe? probe = null) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var now = status();
        var serving = links();
        var (health, description) = Judge(now, serving);
        var data = Data(now, serving);
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

    private (HealthStatus Health, string Description) Judge(ConnectionStatus now, ServerLinks serving)
    {
        if (readiness.IsStopping)
        {
            return (HealthStatus.Unhealthy, "The service is stopping.");
        }

        switch (now.State)
        {
            case ConnectionState.Open when serving.Attached >= serving.Needed && now.LinksExhaustedAt is { } exhausted && time.GetUtcNow() - exhausted <= unhealthyAfter:
                return (HealthStatus.Degraded, $"Connected to {now.Host}; all allowed sender links were in use at {exhausted:u}.");
            case ConnectionState.Open when serving.Attached >= serving.Needed:
                return (HealthStatus.Healthy, $"Connected to {now.Host}.");
            case ConnectionState.Open:
                return (
                    serving.HaveListened ? HealthStatus.Degraded : HealthStatus.Unhealthy,
                    $"Connected to {now.Host}; {serving.Attached} of {serving.Needed} server links are attached.{(now.LastLinkError is null ? "" : " " + now.LastLinkError)}");
            case ConnectionState.Closed:
                return (HealthStatus.Unhealthy, "The connection is closed.");
            case ConnectionState.Reconnecting when serving.HaveListened && time.GetUtcNow() - now.Since <= unhealthyAfter:
                return (HealthStatus.Degraded, Away(now));
            default:
                // A connection that was never open cannot recover from a failure. Until it opens, the service should not get any work.
                return (HealthStatus.Unhealthy, Away(now));
        }
    }

    private static string Away(ConnectionStatus now)
    {
        var host = now.Host is null ? "" : $", host {now.Host}";
        var of = now.LastErrorHost is null ? "" : $" of {now.LastErrorHost}";
        return $"{now.State} since {now.Since:u}{host}.{(now.LastError is null ? "" : $" Last error{of}: {now.LastError}")}";
    }

    private static Dictionary<string, object> Data(ConnectionStatus now, ServerLinks serving)
    {
        var data = new Dictionary<string, object> { ["state"] = now.State.ToString(), ["since"] = now.Since };
        Add("host", now.Host);
        Add("product", now.Product);
        Add("version", now.Version);
        Add("addressMode", now.AddressMode);
        Add("lastError", now.LastError);
        Add("lastErrorHost", now.LastErrorHost);
        Add("lastLinkError", now.LastLinkError);
        data["senders"] = now.Senders;
        data["receivers"] = serving.Attached;
        data["receiversNeeded"] = serving.Needed;
        data["undeliveredReplies"] = now.UndeliveredReplies;
        if (now.LinksExhaustedAt is { } exhausted)
        {
            data["linksExhaustedAt"] = exhausted;
        }

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
