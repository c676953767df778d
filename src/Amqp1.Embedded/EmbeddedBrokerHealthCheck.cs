using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Amqp1.Embedded;

/// <summary>
/// The health of the embedded broker: degraded while its store cannot write or its queues are full, so that senders to queues wait. Healthy
/// without details if the application uses another intermediary.
/// </summary>
internal sealed class EmbeddedBrokerHealthCheck(EmbeddedTransportUrl source) : IHealthCheck
{
    /// <summary>The name of the check.</summary>
    public const string Name = "amqp1-broker";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(Check());

    private HealthCheckResult Check()
    {
        if (source.Started is not { } broker)
        {
            return HealthCheckResult.Healthy("The embedded broker is not used.");
        }

        var data = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["queues"] = broker.QueueCount,
            ["bytes"] = broker.QueueBytes,
            ["maxBytes"] = broker.MostQueueBytes,
        };
        if (broker.StoreFailure is { } failure)
        {
            data["store"] = failure;
            return HealthCheckResult.Degraded($"The store cannot write, and senders to queues wait. {failure}", data: data);
        }

        return broker.IsPressedByQueues
            ? HealthCheckResult.Degraded($"The queues hold {broker.QueueBytes} of at most {broker.MostQueueBytes} bytes. Senders to queues wait.", data: data)
            : HealthCheckResult.Healthy($"{broker.QueueCount} queues with {broker.QueueBytes} bytes.", data);
    }
}
