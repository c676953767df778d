using Microsoft.Extensions.Logging;

namespace Amqp1.Composition;

/// <summary>The log messages about the choice of the dialect.</summary>
internal static partial class CompositionLog
{
    [LoggerMessage(1026, LogLevel.Information, "The peer is RabbitMQ {Version}; messages have the format of OpenStack's rabbit driver, as with a transport URL of the scheme rabbit")]
    public static partial void RabbitBehindAmqp(ILogger logger, string version);
}
