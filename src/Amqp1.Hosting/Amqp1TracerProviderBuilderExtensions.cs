using Amqp1;

namespace OpenTelemetry.Trace;

/// <summary>Lets OpenTelemetry collect the activities of messaging.</summary>
public static class Amqp1TracerProviderBuilderExtensions
{
    /// <summary>Collects one activity for each call, cast, request and notification, on both sides.</summary>
    public static TracerProviderBuilder AddAmqp1Instrumentation(this TracerProviderBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddSource(Amqp1Telemetry.ActivitySourceName);
    }
}
