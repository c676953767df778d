using Microsoft.Extensions.Logging;

namespace Amqp1.Diagnostics;

/// <summary>The log messages of telemetry. Event IDs 1040 to 1049.</summary>
internal static partial class TelemetryLog
{
    [LoggerMessage(1040, LogLevel.Warning, "A listener of {Instrumentation} threw an exception")]
    public static partial void ListenerFailed(ILogger logger, string instrumentation, Exception failure);
}
