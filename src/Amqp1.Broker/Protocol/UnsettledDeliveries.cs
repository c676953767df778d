using Amqp1.Broker.Context;
using Amqp1.Broker.Nodes;

namespace Amqp1.Broker.Protocol;

/// <summary>The unsettled deliveries of one link, counted as held by the broker.</summary>
internal sealed class UnsettledDeliveries(MemoryAccount memory, DeliveryEnd end)
{
    private readonly DeliveryList _deliveries = new(end);

    public int Count { get; private set; }

    public Delivery? First => _deliveries.First;

    public void Add(Delivery delivery)
    {
        Count++;
        _deliveries.Add(delivery);
        memory.Add(MemoryAccount.Delivery);
    }

    public void Remove(Delivery delivery)
    {
        Count--;
        _deliveries.Remove(delivery);
        memory.Remove(MemoryAccount.Delivery);
    }
}
