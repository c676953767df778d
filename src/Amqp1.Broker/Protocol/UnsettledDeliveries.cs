using Amqp1.Broker.Context;
using Amqp1.Broker.Nodes;

namespace Amqp1.Broker.Protocol;

/// <summary>The unsettled deliveries of one link, counted as held by the broker.</summary>
/// <param name="memory">Counts the memory.</param>
/// <param name="end">The end of the deliveries at which the link is.</param>
/// <param name="most">The number of deliveries at which the link is full.</param>
internal sealed class UnsettledDeliveries(MemoryAccount memory, DeliveryEnd end, int most = int.MaxValue)
{
    private readonly DeliveryList _deliveries = new(end);

    public int Count { get; private set; }

    public bool IsFull => Count >= most;

    public Delivery? First => _deliveries.First;

    public void Add(Delivery delivery)
    {
        Count++;
        _deliveries.Add(delivery);
        memory.Add(MemoryAccount.Delivery);
    }

    /// <summary>Removes the delivery, if it is one of them. Returns whether the link was full before and is not any more.</summary>
    public bool Remove(Delivery delivery)
    {
        if (!delivery.Chain(end).IsLinked)
        {
            return false;
        }

        var wasFull = IsFull;
        Count--;
        _deliveries.Remove(delivery);
        memory.Remove(MemoryAccount.Delivery);
        return wasFull;
    }
}
