using System.Runtime.InteropServices;
using Amqp1.Broker.Codec;

namespace Amqp1.Broker.Nodes.Routing;

/// <summary>A delivery that may wait in a queue of its node until a consumer can take it.</summary>
internal abstract class HeldDelivery(in ReceivedMessage message, RoutingNode node) : Delivery(message), IExpiring
{
    private LinkedListNode<HeldDelivery>? _place;

    /// <summary>The expiry; set, together with the payload, for a message with a time-to-live that is not sent at once.</summary>
    public Expiry? Expiry { get; private set; }

    /// <summary>The number among the waiting deliveries with a time-to-live; 0 if it is not one of them.</summary>
    public long WaitNumber { get; set; }

    long IExpiring.Deadline => Expiry!.Deadline;

    protected RoutingServices Services => node.Services;

    /// <summary>Stores the payload and the time-to-live in the delivery, which is not sent at once.</summary>
    public RetainedPayload Retain(in ReceivedMessage message)
    {
        var payload = message.Keep();
        var retained = new RetainedPayload(payload, Expiry.Of(payload.Span, Services.Context.Time));
        Retain(retained);
        return retained;
    }

    /// <summary>Shares the payload of another delivery of the same message.</summary>
    public void Retain(RetainedPayload retained)
    {
        Payload = retained.Payload;
        Expiry = retained.Expiry;
    }

    /// <summary>Adds the delivery to a queue: at the end, or at the front if its sending had already begun.</summary>
    public void Enqueue(LinkedList<HeldDelivery> queue, bool first = false)
    {
        _place = first ? queue.AddFirst(this) : queue.AddLast(this);
        if (Expiry is not null)
        {
            Services.Expiries.Add(this);
        }

        OnHeld();
    }

    /// <summary>
    /// Removes the delivery from its queue. Returns false if it was not waiting. The producer gets its credit back when
    /// <see cref="ReleaseHold"/> follows.
    /// </summary>
    public bool Dequeue()
    {
        if (_place?.List is not { } queue)
        {
            return false;
        }

        queue.Remove(_place);
        OnDequeued();
        Services.Expiries.Remove(this);
        return true;
    }

    /// <summary>Sends the delivery, whose payload is kept, with the rest of its time-to-live.</summary>
    public void SendTo(IConsumer consumer)
    {
        Expiry?.Reduce(MemoryMarshal.AsMemory(Payload).Span, Services.Context.Time);
        node.CountSent();
        consumer.Send(this);
    }

    /// <summary>Takes the delivery out of its queue and sends it.</summary>
    public void DequeueTo(IConsumer consumer)
    {
        Dequeue();
        SendTo(consumer);
        ReleaseHold();
    }

    /// <summary>Stops counting the message as held.</summary>
    public abstract void ReleaseHold();

    /// <summary>Drops the delivery if it is waiting.</summary>
    public void DropIfWaiting()
    {
        if (Consumer is null && Dequeue())
        {
            Payload = default;
            ReleaseHold();
        }
    }

    /// <summary>Drops the delivery, whose time-to-live has expired. The producer is informed that no consumer has received it.</summary>
    public void Expire()
    {
        Drop();
        ReleaseHold();
        if (AwaitsOutcome)
        {
            Settle(Outcomes.Released);
        }
        else
        {
            Services.Undelivered.CountExpired();
        }
    }

    public override void Drop()
    {
        Dequeue();
        base.Drop();
    }

    public override void Refuse(ReadOnlySpan<byte> outcome)
    {
        if (!AwaitsOutcome)
        {
            Services.Undelivered.CountLost(node.Name, 1);
        }

        Settle(outcome);
        Drop();
    }

    /// <summary>Counts the message as held.</summary>
    protected abstract void OnHeld();

    /// <summary>Handles that the delivery has left its queue.</summary>
    protected virtual void OnDequeued()
    {
    }
}
