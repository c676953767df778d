using Amqp1.Diagnostics;

namespace Amqp1.Bus;

/// <summary>The gauges of a bus, read from its current state.</summary>
internal sealed class BusGauges(MessageBus bus) : IBusGauges
{
    public string? Instance => bus.Instance;

    public int PendingCalls => bus.PendingCalls;

    public int PendingDeliveries => bus.PendingDeliveries;

    public (int Destinations, int Replies) SenderLinks => bus.SenderLinks;

    public IEnumerable<(string? Topic, int Count)> Running => bus.Subscriptions.Select(subscription => (subscription.Topic, subscription.Running));

    public IEnumerable<TopicGauge> Links => bus.Subscriptions.SelectMany(subscription => subscription.Gauges);
}
