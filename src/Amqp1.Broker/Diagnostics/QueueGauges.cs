using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Amqp1.Diagnostics;

namespace Amqp1.Broker.Diagnostics;

/// <summary>The gauges of the queues of the embedded brokers in this process.</summary>
internal static class QueueGauges
{
    private const string QueueAttribute = "amqp1.queue.name";
    private static readonly Meter Meter = new(SafeSources.LibraryName);
    private static readonly ConcurrentDictionary<IRouterReadings, KeyValuePair<string, object?>> Brokers = new();

    static QueueGauges()
    {
        Create("amqp1.queue.messages", "{message}", "Messages in a queue, including those that consumers have not settled.", queue => queue.Messages);
        Create("amqp1.queue.bytes", "By", "Bytes of the messages in a queue.", queue => queue.Bytes);
        Create("amqp1.queue.consumers", "{consumer}", "Consumers of a queue.", queue => queue.Consumers);
        SafeSources.Create(
            Meter,
            "amqp1.queue.oldest_age",
            () => Meter.CreateObservableGauge("amqp1.queue.oldest_age", () => Read(queue => queue.OldestAge.TotalSeconds), "s", "Time since the oldest waiting message of a queue arrived."));
    }

    public static void Add(IRouterReadings broker) => Brokers[broker] = new KeyValuePair<string, object?>(RouterGauges.ContainerAttribute, broker.ContainerId);

    public static void Remove(IRouterReadings broker) => Brokers.TryRemove(broker, out _);

    private static void Create(string name, string unit, string description, Func<QueueReading, long> read) => SafeSources.Create(
        Meter, name, () => Meter.CreateObservableUpDownCounter(name, () => Read(read), unit, description));

    private static Measurement<T>[] Read<T>(Func<QueueReading, T> read)
        where T : struct =>
        [
            .. Brokers.SelectMany(broker => broker.Key.ReadQueues().Select(queue =>
                new Measurement<T>(read(queue), broker.Value, new KeyValuePair<string, object?>(QueueAttribute, PeerText.Clean(queue.Queue))))),
        ];
}
