using Microsoft.Extensions.Logging;

namespace Amqp1.Dialects.OsloRabbit.Topology;

/// <summary>The log messages about exchanges and queues of RabbitMQ. Event IDs 1060 to 1069.</summary>
internal static partial class TopologyLog
{
    [LoggerMessage(1060, LogLevel.Warning, "The {Kind} {Name} of RabbitMQ differs from its declaration and is used as it is: {Differences}. {Advice}")]
    public static partial void Adopted(ILogger logger, string kind, string name, string differences, string advice);

    [LoggerMessage(1061, LogLevel.Debug, "The reply queue {Queue} is in use by another connection; a new name is chosen")]
    public static partial void ReplyQueueInUse(ILogger logger, string queue);
}
