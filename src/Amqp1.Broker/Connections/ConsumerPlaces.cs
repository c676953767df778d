using Amqp1.Broker.Routing;

namespace Amqp1.Broker.Connections;

/// <summary>The nodes of a consumer in the lists of its address and its session, so that it can be removed in constant time.</summary>
internal sealed class ConsumerPlaces
{
    public ConsumerPlaces(OutgoingLink link)
    {
        Ready = new LinkedListNode<OutgoingLink>(link);
        Stalled = new LinkedListNode<OutgoingLink>(link);
    }

    /// <summary>The node among the consumers of its address that may be able to accept a message.</summary>
    public LinkedListNode<OutgoingLink> Ready { get; }

    /// <summary>The node among the links that wait for their session.</summary>
    public LinkedListNode<OutgoingLink> Stalled { get; }

    /// <summary>The queue of this consumer of a multicast address.</summary>
    public SubscriberQueue? Subscription { get; set; }

    /// <summary>The number of the last multicast message that this consumer got a copy of, or that is older than the consumer.</summary>
    public long LastFanout { get; set; }
}
