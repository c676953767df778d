namespace Amqp1.Broker.Nodes;

/// <summary>The neighbours of a delivery in a <see cref="DeliveryList"/>. Changed in place, twice for every message.</summary>
internal struct DeliveryChain
{
    public Delivery? Previous { get; set; }

    public Delivery? Next { get; set; }

    public bool IsLinked { get; set; }
}
