using Microsoft.Extensions.Logging;

namespace Amqp1.Wire;

/// <summary>The log message of a failed callback. Event ID 1007.</summary>
internal static partial class CallbackLog
{
    [LoggerMessage(1007, LogLevel.Error, "A callback failed")]
    public static partial void CallbackFailed(ILogger logger, Exception failure);
}
