using Amqp1.Embedded.Connections;

namespace Amqp1.Embedded.Routing;

/// <summary>The copies of multicast messages that wait for one consumer.</summary>
internal sealed class SubscriberQueue
{
    public SubscriberQueue(OutgoingLink consumer)
    {
        Consumer = consumer;
        Place = new LinkedListNode<SubscriberQueue>(this);
    }

    public OutgoingLink Consumer { get; }

    public LinkedList<Delivery> Waiting { get; } = [];

    /// <summary>Bytes of the waiting copies.</summary>
    public long Bytes { get; set; }

    /// <summary>Since when the consumer has taken nothing, as a timestamp of the router's clock.</summary>
    public long Since { get; set; }

    /// <summary>Its place among the consumers that hold up others.</summary>
    public LinkedListNode<SubscriberQueue> Place { get; }
}
