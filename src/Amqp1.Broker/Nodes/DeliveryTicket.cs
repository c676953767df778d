namespace Amqp1.Broker.Nodes;

/// <summary>The right to report the outcome of a message to its producer, in this turn or in a later one.</summary>
/// <param name="Producer">The producer of the message.</param>
/// <param name="Id">The number of the message at its producer; for a link, the delivery ID on the session.</param>
internal readonly record struct DeliveryTicket(IProducer Producer, uint Id)
{
    /// <summary>Reports the outcome, as encoded by the broker.</summary>
    public void Settle(ReadOnlySpan<byte> outcome) => Producer.Settle(Id, outcome);
}
