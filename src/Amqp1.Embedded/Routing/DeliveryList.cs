namespace Amqp1.Embedded.Routing;

/// <summary>
/// The unsettled deliveries of a link, in order, chained through the deliveries: adding and removing take constant time and no memory.
/// A delivery is in two such lists at most, of its sender's link and of its consumer's.
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

    /// <summary>Takes the delivery out, if it is in.</summary>
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
