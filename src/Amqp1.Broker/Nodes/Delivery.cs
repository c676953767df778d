namespace Amqp1.Broker.Nodes;

/// <summary>
/// A message between its producer and one consumer. The node creates it and decides what its outcome means; the producer and the consumer
/// keep it while it is unsettled at their end. A node that settles the producer before a consumer has the message uses one delivery for
/// each end.
/// </summary>
internal abstract class Delivery
{
    private DeliveryChain _atProducer;
    private DeliveryChain _atConsumer;

    protected Delivery(in ReceivedMessage message)
        : this(message.Ticket, message.Format, message.Payload.Length)
    {
    }

    /// <summary>Creates a delivery of a message that the node has already taken from its producer.</summary>
    protected Delivery(DeliveryTicket ticket, uint format, int size)
    {
        Ticket = ticket;
        Format = format;
        Size = size;
    }

    /// <summary>The ticket of the producer; without a producer if the node has already settled with it.</summary>
    public DeliveryTicket Ticket { get; }

    public uint Format { get; }

    /// <summary>The size of the message in bytes.</summary>
    public int Size { get; }

    /// <summary>The payload, while the delivery waits or is partly sent.</summary>
    public ReadOnlyMemory<byte> Payload { get; set; }

    /// <summary>The consumer that the message was sent to, completely or partly; null while it waits.</summary>
    public IConsumer? Consumer { get; set; }

    /// <summary>The number of the delivery at its consumer; for a link, the delivery ID on the session.</summary>
    public uint OutgoingId { get; set; }

    /// <summary>Whether the outcome of the consumer is needed. If not, the message may be sent settled.</summary>
    public abstract bool AwaitsOutcome { get; }

    /// <summary>
    /// The code of the outcome of the consumer while the node writes it to disk; 0 if it does not. The consumer is told that the outcome is
    /// final when it is on disk, see <see cref="IConsumer.OnWritten"/>.
    /// </summary>
    public virtual ulong OutcomeBeingWritten => 0;

    /// <summary>Returns the neighbours in the list of the producer or the consumer.</summary>
    public ref DeliveryChain Chain(DeliveryEnd end) => ref end == DeliveryEnd.Producer ? ref _atProducer : ref _atConsumer;

    /// <summary>Handles the outcome of the consumer, as encoded by the broker; empty if the consumer has settled without one.</summary>
    public abstract void Settle(ReadOnlySpan<byte> outcome);

    /// <summary>Handles that the consumer does not take this message at all.</summary>
    public virtual void Refuse(ReadOnlySpan<byte> outcome) => Settle(outcome);

    /// <summary>Drops the payload, which is not sent any more.</summary>
    public virtual void Drop() => Payload = default;

    /// <summary>Handles a settlement by the producer, which then expects no outcome. Called only if the producer tracks the delivery.</summary>
    public virtual void OnProducerSettled()
    {
    }

    /// <summary>
    /// Handles the loss of the producer. Messages that are already sent continue; waiting messages are dropped, because the producer sends
    /// them again. Returns false if the turn ended before the work was done; it is then called again. Called only if the producer tracks the
    /// delivery.
    /// </summary>
    public virtual bool OnProducerGone() => true;
}
