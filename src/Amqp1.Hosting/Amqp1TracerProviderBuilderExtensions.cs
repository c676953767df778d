using Amqp1;

namespace OpenTelemetry.Trace;

/// <summary>Adds the activities of messaging to OpenTelemetry.</summary>
public static class Amqp1TracerProviderBuilderExtensions
{
    /// <summary>Collects one activity for each call, cast, request and notification, for both sent and received messages.</summary>
    public static TracerProviderBuilder AddAmqp1Instrumentation(this TracerProviderBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddSource(Amqp1Telemetry.ActivitySourceName);
    }
}
