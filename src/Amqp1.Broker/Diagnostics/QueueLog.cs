using Microsoft.Extensions.Logging;

namespace Amqp1.Broker.Diagnostics;

/// <summary>The log messages of queues, with event IDs 5050 to 5069. Names of queues come from peers and are sanitized here.</summary>
internal static partial class QueueLog
{
    public static void DeadLettered(this ILogger logger, int count, string queue, string target, string reason) =>
        LogDeadLettered(logger, count, PeerText.Clean(queue), PeerText.Clean(target), reason);

    [LoggerMessage(5050, LogLevel.Warning, "{Count} messages of queue {Queue} were moved to the dead-letter queue {Target}: {Reason}")]
    private static partial void LogDeadLettered(ILogger logger, int count, string queue, string target, string reason);

    public static void QueuedExpired(this ILogger logger, int count, string queue) =>
        LogQueuedExpired(logger, count, PeerText.Clean(queue));

    [LoggerMessage(5051, LogLevel.Information, "{Count} messages of queue {Queue} have expired")]
    private static partial void LogQueuedExpired(ILogger logger, int count, string queue);

    public static void QueuedDropped(this ILogger logger, int count, string queue, string reason) =>
        LogQueuedDropped(logger, count, PeerText.Clean(queue), reason);

    [LoggerMessage(5052, LogLevel.Warning, "{Count} messages of queue {Queue} were dropped or rejected: {Reason}")]
    private static partial void LogQueuedDropped(ILogger logger, int count, string queue, string reason);

    [LoggerMessage(5053, LogLevel.Warning,
        "The queues hold {Held} of at most {Most} bytes. Senders to queues get no further credit until a quarter of the limit is free. "
        + "Find queues without consumers, or raise MaxQueueBytes.")]
    public static partial void QueuesPressed(this ILogger logger, long held, long most);

    [LoggerMessage(5054, LogLevel.Information, "The queues hold {Held} of at most {Most} bytes. Senders get credit again.")]
    public static partial void QueuesRelieved(this ILogger logger, long held, long most);

    public static void QueueExpired(this ILogger logger, string queue, TimeSpan limit, int messages) =>
        LogQueueExpired(logger, PeerText.Clean(queue), limit, messages);

    [LoggerMessage(5055, LogLevel.Warning, "Queue {Queue} was deleted with {Messages} messages, because nothing was attached to it for {Limit}")]
    private static partial void LogQueueExpired(ILogger logger, string queue, TimeSpan limit, int messages);

    public static void SubscriptionExpired(this ILogger logger, string subscription, string policy, uint timeout, int messages) =>
        LogSubscriptionExpired(logger, PeerText.Clean(subscription), policy, timeout, messages);

    [LoggerMessage(5056, LogLevel.Information, "Subscription {Subscription} has expired with {Messages} messages, {Timeout} s after the event that its subscriber has chosen ({Policy})")]
    private static partial void LogSubscriptionExpired(ILogger logger, string subscription, string policy, uint timeout, int messages);
}
