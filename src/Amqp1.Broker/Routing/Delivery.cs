using Amqp1.Broker.Connections;
using Amqp1.Broker.Frames;

namespace Amqp1.Broker.Routing;

/// <summary>
/// A message between its sender and one consumer. It knows the link that gets the settlement, and holds the payload while the message waits
/// or is partly sent. A multicast message is one delivery at its sender and one copy for each consumer, see <see cref="MulticastTally"/>.
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

    /// <summary>Creates a copy of a multicast message for one consumer.</summary>
    public Delivery(in IncomingMessage message, MulticastTally tally)
        : this(message)
    {
        Tally = tally;
        _awaitsSettlement = tally.Original is not null;
    }

    public IncomingLink Source { get; }

    /// <summary>The delivery ID on the session of the sender.</summary>
    public uint IncomingId { get; }

    public uint Format { get; }

    /// <summary>Whether the sender still expects the outcome. False for a pre-settled message, and when the sender has settled or was lost.</summary>
    public bool AwaitsSettlement => _awaitsSettlement && Tally is not { IsSenderSettled: true };

    /// <summary>The tally that combines the outcomes of all copies; set for a copy of a multicast message.</summary>
    public MulticastTally? Tally { get; }

    /// <summary>The tally of the copies; set for a multicast message at its sender.</summary>
    public MulticastTally? Copies { get; set; }

    /// <summary>The size of the message in bytes.</summary>
    public int Size { get; }

    public ReadOnlyMemory<byte> Payload { get; set; }

    /// <summary>The number of payload bytes that have been sent.</summary>
    public int Offset { get; set; }

    /// <summary>The consumer that the message was sent to, completely or partly; null while it waits.</summary>
    public OutgoingLink? Consumer { get; set; }

    /// <summary>The delivery ID on the session of the consumer.</summary>
    public uint OutgoingId { get; set; }

    /// <summary>The node in its queue. It is kept when the delivery leaves the queue.</summary>
    public LinkedListNode<Delivery>? Place { get; private set; }

    /// <summary>The queue of the consumer; set for a waiting copy.</summary>
    public SubscriberQueue? Queue { get; private set; }

    /// <summary>The index in the list of the tally; set for a waiting copy.</summary>
    public int TallyPlace { get; set; }

    /// <summary>The expiry; set, together with the payload, for a message with a time-to-live that is not sent at once.</summary>
    public Expiry? Expiry { get; set; }

    /// <summary>The number among the waiting deliveries with a time-to-live; 0 if it is not one of them.</summary>
    public long WaitNumber { get; set; }

    private RouterCore Router => Source.Session.Connection.Router;

    /// <summary>Returns the neighbours in the list of the sender's or the consumer's link.</summary>
    public ref DeliveryChain Chain(DeliveryEnd end) => ref end == DeliveryEnd.Source ? ref _atSource : ref _atConsumer;

    /// <summary>Stores the payload and the time-to-live in the delivery, which is not sent at once.</summary>
    public void Keep(in IncomingMessage message)
    {
        Payload = message.Keep();
        Expiry = Expiry.Of(Payload.Span, Router.Time);
    }

    /// <summary>Adds the delivery to a queue: at the end, or at the front if its sending had already begun.</summary>
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

    /// <summary>Adds the copy to the queue of its consumer.</summary>
    public void Wait(SubscriberQueue queue)
    {
        Queue = queue;
        queue.Bytes += Size + MemoryAccount.Delivery;
        Wait(queue.Waiting);
    }

    /// <summary>
    /// Removes the delivery from its queue. Returns false if it was not waiting. The sender gets its credit back when <see cref="Unhold"/>
    /// follows.
    /// </summary>
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

    /// <summary>Releases the message, which the router no longer holds.</summary>
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

    /// <summary>Settles the delivery with the consumer's outcome, as encoded by the router.</summary>
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

    /// <summary>Handles a settlement by the sender, which then expects no outcome.</summary>
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
    /// Handles the loss of the sender. Messages that are already sent continue; waiting messages are dropped, because the sender will send
    /// them again. Returns false if the turn ended before all copies were handled.
    /// </summary>
    public bool SenderGone()
    {
        _awaitsSettlement = false;
        Forget();
        return Copies?.SenderGone(Router.Chores) ?? true;
    }

    /// <summary>Drops the delivery if it is waiting.</summary>
    public void Forget()
    {
        if (Consumer is null && Leave())
        {
            Payload = default;
            Unhold();
        }
    }

    /// <summary>Removes the delivery, so that it is not sent any more.</summary>
    public void Drop()
    {
        Leave();
        Payload = default;
    }

    /// <summary>Drops the delivery, whose time-to-live has expired. The sender is informed that no consumer has received it.</summary>
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
