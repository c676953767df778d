namespace Amqp1.Broker.Nodes.Queues;

/// <summary>A copy of a message for a browser. Its outcome has no effect on the message.</summary>
internal sealed class BrowsedDelivery : Delivery
{
    public BrowsedDelivery(QueuedMessage message)
        : base(default, message.Format, message.Payload.Length)
    {
        Payload = message.Payload;
    }

    public override bool AwaitsOutcome => false;

    public override void Settle(ReadOnlySpan<byte> outcome)
    {
        // The browser does not own the message.
    }
}
