using Amqp1.Embedded.Connections;
using Amqp1.Embedded.Frames;

namespace Amqp1.Embedded.Routing;

/// <summary>
/// A message between its sender and one consumer: where the settlement goes, and the payload while it waits or is in the middle of
/// being sent. A multicast message is one delivery at its sender and a copy for each consumer, see <see cref="MulticastTally"/>.
/// </summary>
internal sealed class Delivery
{
    private bool _awaitsSettlement;
    private DeliveryChain _atSource;
    private DeliveryChain _atConsumer;

    public Delivery(in IncomingMessage message)
    {
        Source = message.Source;
        IncomingId = message.DeliveryId;
        Format = message.Format;
        Size = message.Payload.Length;
        _awaitsSettlement = !message.Settled;
    }

    /// <summary>A copy for one consumer of a multicast message.</summary>
    public Delivery(in IncomingMessage message, MulticastTally tally)
        : this(message)
    {
        Tally = tally;
        _awaitsSettlement = tally.Original is not null;
    }

    public IncomingLink Source { get; }

    /// <summary>The delivery-id on the session of the sender.</summary>
    public uint IncomingId { get; }

    public uint Format { get; }

    /// <summary>Whether somebody still wants to know the outcome: false for a pre-settled message, and once the sender settled or is gone.</summary>
    public bool AwaitsSettlement => _awaitsSettlement && Tally is not { IsSenderSettled: true };

    /// <summary>For a copy of a multicast message: where the outcomes of all copies come together.</summary>
    public MulticastTally? Tally { get; }

    /// <summary>For a multicast message at its sender: the same.</summary>
    public MulticastTally? Copies { get; set; }

    /// <summary>Bytes of the message.</summary>
    public int Size { get; }

    public ReadOnlyMemory<byte> Payload { get; set; }

    /// <summary>How much of the payload is sent.</summary>
    public int Offset { get; set; }

    /// <summary>The consumer it was sent to, wholly or in part; null while it waits.</summary>
    public OutgoingLink? Consumer { get; set; }

    /// <summary>The delivery-id on the session of the consumer.</summary>
    public uint OutgoingId { get; set; }

    /// <summary>Its place in the queue it waits in, or has waited in.</summary>
    public LinkedListNode<Delivery>? Place { get; private set; }

    /// <summary>For a copy that waits: the queue of its consumer.</summary>
    public SubscriberQueue? Queue { get; private set; }

    /// <summary>For a copy that waits: its place in the list of its tally.</summary>
    public int TallyPlace { get; set; }

    /// <summary>Set, with the payload, for a message with a time-to-live that is not sent at once.</summary>
    public Expiry? Expiry { get; set; }

    /// <summary>Its number among the waiting deliveries that have a time-to-live; 0 while it is none.</summary>
    public long WaitNumber { get; set; }

    private RouterCore Router => Source.Session.Connection.Router;

    /// <summary>Its neighbours in the list of its sender's or its consumer's link.</summary>
    public ref DeliveryChain Chain(DeliveryEnd end) => ref end == DeliveryEnd.Source ? ref _atSource : ref _atConsumer;

    /// <summary>The payload and its time-to-live stay with the delivery, which is not sent at once.</summary>
    public void Keep(in IncomingMessage message)
    {
        Payload = message.Keep();
        Expiry = Expiry.Of(Payload.Span, Router.Time);
    }

    /// <summary>It begins to wait in this queue, at its end or, when it was on its way already, at its front.</summary>
    public void Wait(LinkedList<Delivery> queue, bool first = false)
    {
        Place = first ? queue.AddFirst(this) : queue.AddLast(this);
        Router.Expiries.Add(this);
        if (Tally is not null)
        {
            Tally.Held(this);
        }
        else
        {
            Source.Hold(Size);
        }
    }

    /// <summary>The copy begins to wait for its consumer.</summary>
    public void Wait(SubscriberQueue queue)
    {
        Queue = queue;
        queue.Bytes += Size + MemoryAccount.Delivery;
        Wait(queue.Waiting);
    }

    /// <summary>It waits no more; false if it did not. Its sender gets its credit back when <see cref="Unhold"/> follows.</summary>
    public bool Leave()
    {
        if (Place?.List is not { } queue)
        {
            return false;
        }

        queue.Remove(Place);
        if (Queue is { } subscription)
        {
            Queue = null;
            subscription.Bytes -= Size + MemoryAccount.Delivery;
            if (queue.Count == 0)
            {
                Router.SlowSubscribers.Remove(subscription);
            }
        }

        Router.Expiries.Remove(this);
        return true;
    }

    /// <summary>The router holds it no more.</summary>
    public void Unhold()
    {
        if (Tally is not null)
        {
            Tally.Unheld(this);
        }
        else
        {
            Source.Unhold(Size);
        }
    }

    /// <summary>The consumer's outcome, as the router has encoded it, is on its way to the sender.</summary>
    public void Settle(ReadOnlySpan<byte> state)
    {
        if (Tally is not null)
        {
            Tally.CopySettled(state);
        }
        else if (_awaitsSettlement)
        {
            _awaitsSettlement = false;
            Source.Session.Incoming.Settle(IncomingId, state);
        }
    }

    /// <summary>The sender has settled on its own: it wants no outcome.</summary>
    public void SenderSettled()
    {
        _awaitsSettlement = false;
        Copies?.SenderSettled();
        if (Consumer is { } consumer)
        {
            consumer.Session.Outgoing.SenderSettled(this);
        }
    }

    /// <summary>
    /// The sender is gone. What was sent goes its way; what waits is forgotten, since its sender will send it again. False when there
    /// are more copies than a turn may deal with.
    /// </summary>
    public bool SenderGone()
    {
        _awaitsSettlement = false;
        Forget();
        return Copies?.SenderGone(Router.Chores) ?? true;
    }

    /// <summary>It is not to be sent if it waits.</summary>
    public void Forget()
    {
        if (Consumer is null && Leave())
        {
            Payload = default;
            Unhold();
        }
    }

    /// <summary>It is not to be sent any more.</summary>
    public void Drop()
    {
        Leave();
        Payload = default;
    }

    /// <summary>It has waited for longer than it may live. The sender learns that nobody has got it, and nobody will.</summary>
    public void Expire()
    {
        Drop();
        Unhold();
        if (AwaitsSettlement)
        {
            Settle(Outcomes.Released);
        }
        else
        {
            Router.CountExpired();
        }
    }
}
