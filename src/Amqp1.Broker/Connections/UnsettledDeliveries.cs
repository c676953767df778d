using Amqp1.Broker.Routing;

namespace Amqp1.Broker.Connections;

/// <summary>The unsettled deliveries of one link, counted as held by the router.</summary>
internal sealed class UnsettledDeliveries(RouterCore router, DeliveryEnd end)
{
    private readonly DeliveryList _deliveries = new(end);

    public int Count { get; private set; }

    public Delivery? First => _deliveries.First;

    public void Add(Delivery delivery)
    {
        Count++;
        _deliveries.Add(delivery);
        router.Memory.Add(MemoryAccount.Delivery);
    }

    public void Remove(Delivery delivery)
    {
        Count--;
        _deliveries.Remove(delivery);
        router.Memory.Remove(MemoryAccount.Delivery);
    }
}
