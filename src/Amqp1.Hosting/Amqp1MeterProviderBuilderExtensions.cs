using Amqp1;

namespace OpenTelemetry.Metrics;

/// <summary>Lets OpenTelemetry collect the metrics of messaging.</summary>
public static class Amqp1MeterProviderBuilderExtensions
{
    /// <summary>Collects durations of calls and requests, and counts of messages, reconnects, late replies and rejected messages.</summary>
    public static MeterProviderBuilder AddAmqp1Instrumentation(this MeterProviderBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddMeter(Amqp1Telemetry.MeterName);
    }
}
