using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Amqp1.Broker.Routing;
using Amqp1.Diagnostics;

namespace Amqp1.Broker.Diagnostics;

/// <summary>The gauges of the embedded routers in this process.</summary>
internal static class RouterGauges
{
    private const string ContainerAttribute = "amqp1.router.container";
    private static readonly Meter Meter = new(SafeSources.LibraryName);
    private static readonly ConcurrentDictionary<RouterCore, KeyValuePair<string, object?>> Routers = new();

    static RouterGauges()
    {
        Create("amqp1.router.connections", "{connection}", "Connections of the embedded router, open or not.", router => router.Admission.Count);
        Create("amqp1.router.connections.unopened", "{connection}", "Connections of the embedded router whose peer has not logged in.", router => router.Admission.UnopenedCount);
        Create("amqp1.router.links", "{link}", "Links of the embedded router.", router => router.LinkNames.Count);
        Create("amqp1.router.memory.held", "By", "Bytes that the embedded router keeps for its peers.", router => router.Memory.Held);
        Create("amqp1.router.memory.limit", "By", "The most bytes that the embedded router keeps for its peers.", router => router.Memory.Most);
    }

    public static void Add(RouterCore router) => Routers[router] = new KeyValuePair<string, object?>(ContainerAttribute, router.ContainerId);

    public static void Remove(RouterCore router) => Routers.TryRemove(router, out _);

    private static void Create(string name, string unit, string description, Func<RouterCore, long> read) => SafeSources.Create(
        Meter, name, () => Meter.CreateObservableUpDownCounter(name, () => Read(read), unit, description));

    private static Measurement<long>[] Read(Func<RouterCore, long> read) =>
        [.. Routers.Select(router => new Measurement<long>(read(router.Key), router.Value))];
}
