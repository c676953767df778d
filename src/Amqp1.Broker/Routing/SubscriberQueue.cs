using Amqp1.Broker.Connections;

namespace Amqp1.Broker.Routing;

/// <summary>The copies of multicast messages that are waiting for one consumer.</summary>
internal sealed class SubscriberQueue
{
    public SubscriberQueue(OutgoingLink consumer)
    {
        Consumer = consumer;
        Place = new LinkedListNode<SubscriberQueue>(this);
    }

    public OutgoingLink Consumer { get; }

    public LinkedList<Delivery> Waiting { get; } = [];

    /// <summary>The size of the waiting copies in bytes.</summary>
    public long Bytes { get; set; }

    /// <summary>The time since which the consumer has accepted nothing, as a timestamp of the router's clock.</summary>
    public long Since { get; set; }

    /// <summary>The node among the consumers that delay others.</summary>
    public LinkedListNode<SubscriberQueue> Place { get; }
}
