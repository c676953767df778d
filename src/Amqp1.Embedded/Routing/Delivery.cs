using Amqp1.Embedded.Connections;

namespace Amqp1.Embedded.Routing;

/// <summary>
/// A message between its sender and one consumer: where the settlement goes, and the payload while it waits or is in the middle of
/// being sent. A multicast message is one delivery at its sender and a copy for each consumer, see <see cref="MulticastTally"/>.
/// </summary>
internal sealed class Delivery
{
    public Delivery(in IncomingMessage message)
    {
        Source = message.Source;
        IncomingId = message.DeliveryId;
        Format = message.Format;
        AwaitsSettlement = !message.Settled;
    }

    /// <summary>A copy for one consumer of a multicast message.</summary>
    public Delivery(in IncomingMessage message, MulticastTally tally)
        : this(message)
    {
        Tally = tally;
        AwaitsSettlement = tally.Original is not null;
    }

    public IncomingLink Source { get; }

    /// <summary>The delivery-id on the session of the sender.</summary>
    public uint IncomingId { get; }

    public uint Format { get; }

    /// <summary>Whether somebody still wants to know the outcome: false for a pre-settled message, and once the sender settled or is gone.</summary>
    public bool AwaitsSettlement { get; private set; }

    /// <summary>For a copy of a multicast message: where the outcomes of all copies come together.</summary>
    public MulticastTally? Tally { get; }

    /// <summary>For a multicast message at its sender: the same.</summary>
    public MulticastTally? Copies { get; set; }

    public ReadOnlyMemory<byte> Payload { get; set; }

    /// <summary>How much of the payload is sent.</summary>
    public int Offset { get; set; }

    /// <summary>The consumer it was sent to, wholly or in part; null while it waits.</summary>
    public OutgoingLink? Consumer { get; set; }

    /// <summary>The delivery-id on the session of the consumer.</summary>
    public uint OutgoingId { get; set; }

    /// <summary>Its place in the queue it waits in, or has waited in.</summary>
    public LinkedListNode<Delivery>? Place { get; set; }

    /// <summary>The consumer's outcome, on its way to the sender as it was encoded.</summary>
    public void Settle(ReadOnlySpan<byte> state)
    {
        if (Tally is not null)
        {
            Tally.CopySettled(state);
        }
        else if (AwaitsSettlement)
        {
            AwaitsSettlement = false;
            Source.Session.Incoming.Settle(IncomingId, state);
        }
    }

    /// <summary>The sender has settled on its own: it wants no outcome.</summary>
    public void SenderSettled()
    {
        AwaitsSettlement = false;
        Copies?.SenderSettled();
        if (Consumer is { } consumer)
        {
            consumer.Session.Outgoing.SenderSettled(this);
        }
    }

    /// <summary>The sender is gone. What was sent goes its way; what waits is forgotten, since its sender will send it again.</summary>
    public void SenderGone()
    {
        AwaitsSettlement = false;
        Copies?.SenderGone();
        if (Consumer is null)
        {
            Drop();
        }
    }

    /// <summary>It is not to be sent any more.</summary>
    public void Drop()
    {
        Place?.List?.Remove(Place);
        Payload = default;
    }
}
