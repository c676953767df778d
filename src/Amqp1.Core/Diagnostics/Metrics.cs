using System.Diagnostics;
using System.Diagnostics.Metrics;
using Amqp1.Transport;
using Microsoft.Extensions.Logging;

namespace Amqp1.Diagnostics;

/// <summary>
/// The instruments of the driver, on the meter <see cref="Amqp1Telemetry.MeterName"/>. <c>docs/using/telemetry.md</c> lists them; a test
/// compares the two.
/// </summary>
internal static class Metrics
{
    internal static readonly Meter Meter = new(Amqp1Telemetry.MeterName);

    public static Counter<long> Reconnects { get; } =
        SafeSources.CreateCounter(Meter, "amqp1.connection.reconnects", "{reconnect}", "Connections that were lost and had to be opened again.");

    public static Counter<long> LateReplies { get; } =
        SafeSources.CreateCounter(Meter, "amqp1.rpc.late_replies", "{reply}", "Replies for which no call was waiting any more.");

    private static Counter<long> UndeliveredReplies { get; } =
        SafeSources.CreateCounter(Meter, "amqp1.rpc.server.undelivered_replies", "{reply}", "Replies that could not be delivered, because the caller was gone, gave no credit, or had an address that cannot be used.");

    private static Counter<long> RejectedMessages { get; } =
        SafeSources.CreateCounter(Meter, "amqp1.messages.rejected", "{message}", "Received messages that could not be read and were rejected.");

    private static Counter<long> DeadLetteredNotifications { get; } =
        SafeSources.CreateCounter(Meter, "amqp1.notifications.dead_lettered", "{notification}", "Notifications that were sent to the dead-letter topic because their handlers failed too often.");

    public static Counter<long> DroppedNotifications { get; } =
        SafeSources.CreateCounter(Meter, "amqp1.notifications.dropped", "{notification}", "Notifications of log records, web requests and INotifier.Enqueue that were dropped because their queue was full.");

    public static Histogram<double> ClientCallDuration { get; } = Duration("rpc.client.call.duration", "Time from a call to its reply.");

    public static Histogram<double> ServerCallDuration { get; } = Duration("rpc.server.call.duration", "Time from the start of handling a request to its reply.");

    public static Histogram<double> SendDuration { get; } =
        Duration("messaging.client.operation.duration", "Time from sending a cast or notification until it was accepted.");

    public static Histogram<double> ProcessDuration { get; } = Duration("messaging.process.duration", "Time to handle a cast or notification.");

    public static Counter<long> SentMessages { get; } =
        SafeSources.CreateCounter(Meter, "messaging.client.sent.messages", "{message}", "Casts and notifications sent.");

    public static Counter<long> ConsumedMessages { get; } =
        SafeSources.CreateCounter(Meter, "messaging.client.consumed.messages", "{message}", "Casts and notifications received.");

    /// <summary>Counts a reply that could not be delivered.</summary>
    public static void CountUndelivered(Exception failure, string? instance, ILogger logger)
    {
        var tags = new TagList { { TelemetryNames.ErrorType, TelemetryValues.MetricErrorOf(failure) } };
        AddInstance(ref tags, instance);
        Add(UndeliveredReplies, 1, tags, logger);
    }

    /// <summary>Counts a message of a topic that could not be read.</summary>
    public static void CountRejected(string? topic, string? instance, ILogger logger)
    {
        var tags = new TagList { { TelemetryNames.Destination, topic } };
        AddInstance(ref tags, instance);
        Add(RejectedMessages, 1, tags, logger);
    }

    /// <summary>Counts a notification of a topic that was sent to the dead-letter topic.</summary>
    public static void CountDeadLettered(string topic, string? instance, ILogger logger)
    {
        var tags = new TagList { { TelemetryNames.Destination, topic } };
        AddInstance(ref tags, instance);
        Add(DeadLetteredNotifications, 1, tags, logger);
    }

    /// <summary>Adds one to a counter for an instance.</summary>
    public static void Count(Counter<long> counter, string? instance, ILogger logger)
    {
        var tags = default(TagList);
        AddInstance(ref tags, instance);
        Add(counter, 1, tags, logger);
    }

    /// <summary>Adds the name of the instance, if it has one.</summary>
    public static void AddInstance(ref TagList tags, string? instance)
    {
        if (instance is not null)
        {
            tags.Add(TelemetryNames.Instance, instance);
        }
    }

    /// <summary>Adds to a counter. Exceptions of listeners are logged.</summary>
    public static void Add(Counter<long> counter, long count, in TagList tags, ILogger logger) => SafeCounter.Add(counter, count, tags, logger);

    private static Histogram<double> Duration(string name, string description) => SafeSources.Create(Meter, name, () => Meter.CreateHistogram(
        name,
        "s",
        description,
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10] }));
}
