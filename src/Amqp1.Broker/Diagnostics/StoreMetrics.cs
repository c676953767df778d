using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Amqp1.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Amqp1.Broker.Diagnostics;

/// <summary>The instruments of the durable stores in this process.</summary>
internal static class StoreMetrics
{
    private const string StoreAttribute = "amqp1.store.name";
    private static readonly Meter Meter = new(SafeSources.LibraryName);
    private static readonly ConcurrentDictionary<IStoreReadings, KeyValuePair<string, object?>> Stores = new();

    private static readonly Histogram<double> Durations = SafeSources.Create(Meter, "amqp1.store.commit.duration", () => Meter.CreateHistogram(
        "amqp1.store.commit.duration", "s", "Time to write a transaction to disk.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5] }));

    private static readonly Histogram<long> Sizes = SafeSources.Create(Meter, "amqp1.store.commit.operations", () => Meter.CreateHistogram(
        "amqp1.store.commit.operations", "{operation}", "Operations that were written in one transaction.",
        advice: new InstrumentAdvice<long> { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096] }));

    static StoreMetrics() => SafeSources.Create(Meter, "amqp1.store.disk", () => Meter.CreateObservableUpDownCounter(
        "amqp1.store.disk", Read, "By", "Bytes that the files of the durable store occupy."));

    public static void Add(IStoreReadings store) => Stores[store] = new KeyValuePair<string, object?>(StoreAttribute, store.Name);

    public static void Remove(IStoreReadings store) => Stores.TryRemove(store, out _);

    /// <summary>Records a transaction.</summary>
    public static void CountCommit(ILogger logger, TimeSpan duration, int operations)
    {
        try
        {
            Durations.Record(duration.TotalSeconds);
            Sizes.Record(operations);
        }
#pragma warning disable CA1031 // An exception of a listener must not affect messages.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            TelemetryLog.ListenerFailed(logger, Durations.Name, failure);
        }
    }

    private static Measurement<long>[] Read() =>
        [.. Stores.Select(store => new Measurement<long>(store.Key.DiskBytes, store.Value))];
}
