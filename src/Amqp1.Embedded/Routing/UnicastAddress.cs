using Amqp1.Embedded.Connections;
using Amqp1.Embedded.Frames;

namespace Amqp1.Embedded.Routing;

/// <summary>
/// Each message goes to one consumer. The path of a delivery: <see cref="Forward"/> sends it at once, straight from the read buffer,
/// or holds it in the queue, which the credit of the senders bounds; <see cref="Pump"/> empties the queue in order; the consumer's
/// disposition finds the delivery in its session and calls <see cref="Delivery.Settle"/>. A consumer that vanishes before it had
/// the whole message leaves it to another one, and with nobody left it goes back to its sender as released.
/// </summary>
internal abstract class UnicastAddress(RouterCore router, string name) : Address(router, name)
{
    private readonly LinkedList<Delivery> _waiting = [];

    /// <summary>
    /// The consumers that may be able to take a message, in the order of their turns. One that turns out not to be is taken out, and
    /// comes back when it is pumped, so that finding a consumer does not depend on how many there are.
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

    /// <summary>The consumer whose turn it is, of those that can take a message now.</summary>
    protected abstract OutgoingLink? Select();

    /// <summary>The consumer has had its turn.</summary>
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
