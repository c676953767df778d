using Amqp1;

namespace OpenTelemetry.Metrics;

/// <summary>Lets OpenTelemetry collect the metrics of messaging.</summary>
public static class Amqp1MeterProviderBuilderExtensions
{
    /// <summary>
    /// Collects durations of calls, requests and sends, counts of messages, reconnects, late replies and drops, and what is in flight.
    /// <c>docs/using/telemetry.md</c> lists them.
    /// </summary>
    public static MeterProviderBuilder AddAmqp1Instrumentation(this MeterProviderBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddMeter(Amqp1Telemetry.MeterName);
    }
}
