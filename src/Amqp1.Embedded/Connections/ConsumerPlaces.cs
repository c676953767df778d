using Amqp1.Embedded.Routing;

namespace Amqp1.Embedded.Connections;

/// <summary>Where a consumer stands in the lists of its address and its session, so that it is taken out of them in constant time.</summary>
internal sealed class ConsumerPlaces
{
    public ConsumerPlaces(OutgoingLink link)
    {
        Ready = new LinkedListNode<OutgoingLink>(link);
        Stalled = new LinkedListNode<OutgoingLink>(link);
    }

    /// <summary>Among the consumers of its address that may be able to take a message.</summary>
    public LinkedListNode<OutgoingLink> Ready { get; }

    /// <summary>Among the links that wait for their session.</summary>
    public LinkedListNode<OutgoingLink> Stalled { get; }

    /// <summary>What waits for this consumer of a multicast address.</summary>
    public SubscriberQueue? Subscription { get; set; }

    /// <summary>The last message of a multicast address that this consumer was given its copy of, or that came before it.</summary>
    public long LastFanout { get; set; }
}
