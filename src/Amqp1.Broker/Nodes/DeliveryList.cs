namespace Amqp1.Broker.Nodes;

/// <summary>
/// The unsettled deliveries of a producer or consumer, in order. The deliveries themselves are linked, so adding and removing take constant time and no
/// memory. A delivery is in at most two such lists: that of its producer and that of its consumer.
/// </summary>
internal sealed class DeliveryList(DeliveryEnd end)
{
    private Delivery? _last;

    public Delivery? First { get; private set; }

    public void Add(Delivery delivery)
    {
        ref var chain = ref delivery.Chain(end);
        chain.IsLinked = true;
        if (_last is null)
        {
            First = delivery;
        }
        else
        {
            chain.Previous = _last;
            _last.Chain(end).Next = delivery;
        }

        _last = delivery;
    }

    /// <summary>Removes the delivery, if it is in the list.</summary>
    public void Remove(Delivery delivery)
    {
        ref var chain = ref delivery.Chain(end);
        if (!chain.IsLinked)
        {
            return;
        }

        var (previous, next) = (chain.Previous, chain.Next);
        chain = default;
        if (previous is null)
        {
            First = next;
        }
        else
        {
            previous.Chain(end).Next = next;
        }

        if (next is null)
        {
            _last = previous;
        }
        else
        {
            next.Chain(end).Previous = previous;
        }
    }
}
