using System.Collections.Immutable;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Amqp1.Diagnostics;

/// <summary>
/// The gauges of the work in progress and of the messages that may still arrive. They are read from the running buses on collection, and
/// summed up for each instance.
/// </summary>
internal static class Gauges
{
    private static ImmutableArray<IBusGauges> _buses = [];

    static Gauges()
    {
        Create("amqp1.rpc.client.active_calls", "{call}", "Calls that wait for their reply.", () => Sum(bus => bus.PendingCalls));
        Create("amqp1.messages.pending", "{message}", "Messages that wait to be sent, or for their outcome.", () => Sum(bus => bus.PendingDeliveries));
        Create("amqp1.messages.running", "{message}", "Requests and notifications that are being handled.", () => Sums(bus => bus.Running));
        Create("amqp1.sender.links", "{link}", "Links on which calls, casts and notifications are sent; Amqp1:Connection:MaxSenderLinks limits those of a connection.", () => Sum(bus => bus.SenderLinks.Destinations));
        Create("amqp1.rpc.server.reply_links", "{link}", "Links on which replies are sent; Amqp1:Rpc:MaxReplyLinks limits those of a connection.", () => Sum(bus => bus.SenderLinks.Replies));
        Create("amqp1.receiver.credit", "{message}", "Messages that the peer may still send: the credit that it holds.", () => Sums(bus => bus.Links.Select(link => ((string?)link.Topic, link.Credit))));
        Create("amqp1.receiver.unsettled", "{message}", "Received messages that are not settled yet.", () => Sums(bus => bus.Links.Select(link => ((string?)link.Topic, link.Unsettled))));
    }

    /// <summary>Includes a bus in the gauges.</summary>
    public static void Add(IBusGauges bus) => ImmutableInterlocked.Update(ref _buses, static (buses, added) => buses.Add(added), bus);

    /// <summary>Removes a bus that has stopped from the gauges.</summary>
    public static void Remove(IBusGauges bus) => ImmutableInterlocked.Update(ref _buses, static (buses, removed) => buses.Remove(removed), bus);

    private static void Create(string name, string unit, string description, Func<IEnumerable<Measurement<int>>> read) =>
        SafeSources.Create(Metrics.Meter, name, () => Metrics.Meter.CreateObservableUpDownCounter(name, read, unit, description));

    private static IEnumerable<Measurement<int>> Sum(Func<IBusGauges, int> read) => Sums(bus => [((string?)null, read(bus))]).DefaultIfEmpty(new Measurement<int>(0));

    private static IEnumerable<Measurement<int>> Sums(Func<IBusGauges, IEnumerable<(string? Topic, int Count)>> read) => _buses
        .SelectMany(bus => read(bus).Select(part => (bus.Instance, part.Topic, part.Count)))
        .GroupBy(part => (part.Instance, part.Topic), part => part.Count)
        .Select(same => new Measurement<int>(same.Sum(), Tags(same.Key.Instance, same.Key.Topic)));

    private static TagList Tags(string? instance, string? topic)
    {
        var tags = default(TagList);
        if (topic is not null)
        {
            tags.Add(TelemetryNames.Destination, topic);
        }

        Metrics.AddInstance(ref tags, instance);
        return tags;
    }
}
