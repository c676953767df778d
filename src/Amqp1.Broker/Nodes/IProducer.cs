namespace Amqp1.Broker.Nodes;

/// <summary>
/// Gives messages to a node: a link on which a peer sends, or another node. Its credit and the messages that are held for it never exceed
/// its capacity together. Used in a turn.
/// </summary>
internal interface IProducer : IPlaced
{
    /// <summary>Handles a change of <see cref="INode.WantsMessages"/>.</summary>
    void OnDemandChanged();

    /// <summary>Counts a message of this producer that a node holds.</summary>
    void Hold(int size);

    /// <summary>Stops counting a held message, which was sent or dropped.</summary>
    void Release(int size);

    /// <summary>
    /// Keeps the delivery until its ticket is settled. The delivery is notified if the producer settles it or is lost before that.
    /// </summary>
    void Track(Delivery delivery);

    /// <summary>Reports the outcome of a message, as encoded by the broker. It is reported once.</summary>
    void Settle(uint ticket, ReadOnlySpan<byte> outcome);

    /// <summary>Ends the producer because of an error, and reports the error to its peer.</summary>
    void Detach(string condition, string description);
}
