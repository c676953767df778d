using Amqp1.Broker.Connections;
using Amqp1.Broker.Frames;

namespace Amqp1.Broker.Routing;

/// <summary>
/// An address where each message goes to one consumer. The path of a delivery: <see cref="Forward"/> sends it at once, directly from the
/// read buffer, or adds it to the queue, whose length is limited by the credit of the senders. <see cref="Pump"/> sends the queue in order.
/// The consumer's disposition finds the delivery in its session and calls <see cref="Delivery.Settle"/>. If a consumer is lost before it
/// had received the whole message, another consumer gets it; without another consumer, the message is released to its sender.
/// </summary>
internal abstract class UnicastAddress(RouterCore router, string name) : Address(router, name)
{
    private readonly LinkedList<Delivery> _waiting = [];

    /// <summary>
    /// The consumers that may be able to accept a message, in rotation. A consumer that cannot accept one is removed, and is added again
    /// when it is pumped, so that finding a consumer does not depend on the number of consumers.
    /// </summary>
    protected LinkedList<OutgoingLink> Ready { get; } = [];

    public override void Add(OutgoingLink consumer)
    {
        Ready.AddLast(consumer.Places.Ready);
        base.Add(consumer);
    }

    public override void Remove(OutgoingLink consumer)
    {
        if (consumer.Places.Ready.List is not null)
        {
            Ready.Remove(consumer.Places.Ready);
        }

        base.Remove(consumer);
    }

    public override void Forward(in IncomingMessage message)
    {
        if (_waiting.Count == 0 && Select() is { } consumer)
        {
            consumer.Send(message, message.Settled && !consumer.AlwaysUnsettled ? null : Unsettled(message));
        }
        else if (!HasConsumers)
        {
            GiveBack(message);
        }
        else if (Router.Memory.IsFull)
        {
            GiveBack(message, isFull: true);
        }
        else
        {
            var delivery = Unsettled(message);
            delivery.Keep(message);
            delivery.Wait(_waiting);
        }
    }

    public override void Pump(OutgoingLink consumer)
    {
        if (consumer.IsAttached && consumer.Places.Ready.List is null)
        {
            Ready.AddLast(consumer.Places.Ready);
        }

        while (_waiting.First is { } first)
        {
            if (!Router.Chores.Spend())
            {
                consumer.PumpInAnotherTurn();
                return;
            }

            if (Select() is not { } next)
            {
                return;
            }

            first.Value.Leave();
            next.Send(first.Value);
            first.Value.Unhold();
        }
    }

    public override bool HasWaiting(OutgoingLink consumer) => _waiting.Count > 0;

    public override void Return(Delivery unfinished) => unfinished.Wait(_waiting, first: true);

    public override bool Recover(OutgoingLink removed)
    {
        if (HasConsumers)
        {
            if (Ready.First is { Value: var next })
            {
                Pump(next);
            }

            return true;
        }

        var lost = 0;
        var isDone = true;
        while (_waiting.First is { Value: var delivery })
        {
            if (!Router.Chores.Spend())
            {
                isDone = false;
                break;
            }

            delivery.Leave();
            if (delivery.AwaitsSettlement)
            {
                delivery.Settle(Outcomes.Released);
            }
            else
            {
                lost++;
            }

            delivery.Unhold();
        }

        if (lost > 0)
        {
            Router.CountLost(Name, lost);
        }

        return isDone;
    }

    /// <summary>Returns the next consumer in rotation among those that can accept a message now.</summary>
    protected abstract OutgoingLink? Select();

    /// <summary>Moves a consumer to the end of the rotation.</summary>
    protected void MoveToEnd(OutgoingLink consumer)
    {
        if (Ready.Last != consumer.Places.Ready)
        {
            Ready.Remove(consumer.Places.Ready);
            Ready.AddLast(consumer.Places.Ready);
        }
    }

    private static Delivery Unsettled(in IncomingMessage message)
    {
        var delivery = new Delivery(message);
        if (!message.Settled)
        {
            message.Source.Session.Incoming.Track(delivery);
        }

        return delivery;
    }
}
