using System.Diagnostics;
using System.Diagnostics.Metrics;
using Amqp1.Diagnostics;

namespace Amqp1.Broker.Diagnostics;

/// <summary>The instruments of the embedded router.</summary>
internal static class RouterMetrics
{
    private static readonly Meter Meter = new(SafeSources.LibraryName);

    private static readonly Counter<long> Faults = SafeSources.CreateCounter(
        Meter, "amqp1.router.faults", "{fault}", "Connections, sessions and links that the embedded router has ended or refused.");

    private static readonly Counter<long> Undelivered = SafeSources.CreateCounter(
        Meter, "amqp1.router.messages.undelivered", "{message}", "Messages for which the embedded router had no consumer.");

    private static readonly Counter<long> SlowSubscribers = SafeSources.CreateCounter(
        Meter, "amqp1.router.subscribers.detached", "{consumer}", "Consumers of multicast addresses that the embedded router has detached because they delayed others.");

    public static void CountSlowSubscriber(TurnLogger logger)
    {
        if (SlowSubscribers.Enabled)
        {
            logger.AfterTurn(() => SafeCounter.Add(SlowSubscribers, 1, default, logger));
        }
    }

    /// <summary>
    /// Counts a peer that violated a rule or limit, or was rejected. It is reported after the lock is released, because metrics listeners
    /// are code of the application.
    /// </summary>
    public static void CountFault(TurnLogger logger, string condition)
    {
        if (Faults.Enabled)
        {
            logger.AfterTurn(() => SafeCounter.Add(Faults, 1, new TagList { { "error.type", condition } }, logger));
        }
    }

    public static void CountUndelivered(TurnLogger logger, int messages)
    {
        if (Undelivered.Enabled)
        {
            logger.AfterTurn(() => SafeCounter.Add(Undelivered, messages, default, logger));
        }
    }
}
