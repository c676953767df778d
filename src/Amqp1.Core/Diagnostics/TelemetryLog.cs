using Microsoft.Extensions.Logging;

namespace Amqp1.Diagnostics;

/// <summary>What telemetry logs. Event ids 1040 to 1049.</summary>
internal static partial class TelemetryLog
{
    /// <summary>
    /// What listens to spans or metrics has thrown: code of others, which must not reach the message that it watches. Does not throw.
    /// </summary>
    public static void ListenerFailed(ILogger logger, string what, Exception failure)
    {
        try
        {
            Failed(logger, what, failure);
        }
#pragma warning disable CA1031 // The log is broken, too: nobody is left to be told, and the message must go on.
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }

    [LoggerMessage(1040, LogLevel.Warning, "What listens to {Instrumentation} has failed")]
    private static partial void Failed(ILogger logger, string instrumentation, Exception failure);
}
