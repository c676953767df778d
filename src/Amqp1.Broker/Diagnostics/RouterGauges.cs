using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Amqp1.Diagnostics;

namespace Amqp1.Broker.Diagnostics;

/// <summary>The gauges of the embedded routers in this process.</summary>
internal static class RouterGauges
{
    public const string ContainerAttribute = "amqp1.router.container";
    private static readonly Meter Meter = new(SafeSources.LibraryName);
    private static readonly ConcurrentDictionary<IRouterReadings, KeyValuePair<string, object?>> Routers = new();

    static RouterGauges()
    {
        Create("amqp1.router.connections", "{connection}", "Connections of the embedded router, open or not.", router => router.Connections);
        Create("amqp1.router.connections.unopened", "{connection}", "Connections of the embedded router whose peer has not logged in.", router => router.UnopenedConnections);
        Create("amqp1.router.links", "{link}", "Links of the embedded router.", router => router.Links);
        Create("amqp1.router.memory.held", "By", "Bytes that the embedded router keeps for its peers.", router => router.HeldBytes);
        Create("amqp1.router.memory.limit", "By", "The most bytes that the embedded router keeps for its peers.", router => router.MostHeldBytes);
    }

    public static void Add(IRouterReadings router) => Routers[router] = new KeyValuePair<string, object?>(ContainerAttribute, router.ContainerId);

    public static void Remove(IRouterReadings router) => Routers.TryRemove(router, out _);

    private static void Create(string name, string unit, string description, Func<IRouterReadings, long> read) => SafeSources.Create(
        Meter, name, () => Meter.CreateObservableUpDownCounter(name, () => Read(read), unit, description));

    private static Measurement<long>[] Read(Func<IRouterReadings, long> read) =>
        [.. Routers.Select(router => new Measurement<long>(read(router.Key), router.Value))];
}
