using Amqp1;

namespace OpenTelemetry.Metrics;

/// <summary>Adds the metrics of messaging to OpenTelemetry.</summary>
public static class Amqp1MeterProviderBuilderExtensions
{
    /// <summary>
    /// Collects the durations of calls, requests and sends, the numbers of messages, reconnects, late replies and dropped notifications,
    /// and the number of operations in progress. <c>docs/using/telemetry.md</c> lists the metrics.
    /// </summary>
    public static MeterProviderBuilder AddAmqp1Instrumentation(this MeterProviderBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddMeter(Amqp1Telemetry.MeterName);
    }
}
