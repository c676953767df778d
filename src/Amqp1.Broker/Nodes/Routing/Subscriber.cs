namespace Amqp1.Broker.Nodes.Routing;

/// <summary>A consumer of a multicast address and the copies that are waiting for it.</summary>
internal sealed class Subscriber
{
    public Subscriber(IConsumer consumer, string address, long lastFanout)
    {
        Consumer = consumer;
        Address = address;
        LastFanout = lastFanout;
        SlowPlace = new LinkedListNode<Subscriber>(this);
    }

    public IConsumer Consumer { get; }

    public string Address { get; }

    public LinkedList<HeldDelivery> Waiting { get; } = [];

    /// <summary>The size of the waiting copies in bytes.</summary>
    public long Bytes { get; set; }

    /// <summary>The time since which the consumer has accepted nothing, as a timestamp of the broker's clock.</summary>
    public long Since { get; set; }

    /// <summary>The node among the consumers that delay others.</summary>
    public LinkedListNode<Subscriber> SlowPlace { get; }

    /// <summary>The number of the last multicast message that this consumer got a copy of, or that is older than the consumer.</summary>
    public long LastFanout { get; set; }
}
