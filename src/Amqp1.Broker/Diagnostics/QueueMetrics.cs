using System.Diagnostics;
using System.Diagnostics.Metrics;
using Amqp1.Diagnostics;

namespace Amqp1.Broker.Diagnostics;

/// <summary>The counters of the queues of embedded brokers.</summary>
internal static class QueueMetrics
{
    private static readonly Meter Meter = new(SafeSources.LibraryName);

    private static readonly Counter<long> Redelivered = SafeSources.CreateCounter(
        Meter, "amqp1.queue.messages.redelivered", "{message}", "Deliveries of messages that a consumer had acquired before.");

    private static readonly Counter<long> DeadLettered = SafeSources.CreateCounter(
        Meter, "amqp1.queue.messages.dead_lettered", "{message}", "Messages that were moved to a dead-letter queue.");

    private static readonly Counter<long> Expired = SafeSources.CreateCounter(
        Meter, "amqp1.queue.messages.expired", "{message}", "Messages that expired in a queue.");

    private static readonly Counter<long> Dropped = SafeSources.CreateCounter(
        Meter, "amqp1.queue.messages.dropped", "{message}", "Messages that a queue dropped or rejected.");

    public static void CountRedelivered(TurnLogger logger, int messages) => Count(Redelivered, logger, messages, default);

    public static void CountDeadLettered(TurnLogger logger, int messages, string reason) =>
        Count(DeadLettered, logger, messages, new TagList { { "amqp1.queue.reason", reason } });

    public static void CountExpired(TurnLogger logger, int messages) => Count(Expired, logger, messages, default);

    public static void CountDropped(TurnLogger logger, int messages, string reason) =>
        Count(Dropped, logger, messages, new TagList { { "amqp1.queue.reason", reason } });

    /// <summary>Counts after the lock is released, because metrics listeners are code of the application.</summary>
    private static void Count(Counter<long> counter, TurnLogger logger, int messages, TagList tags)
    {
        if (messages > 0 && counter.Enabled)
        {
            logger.AfterTurn(() => SafeCounter.Add(counter, messages, tags, logger));
        }
    }
}
