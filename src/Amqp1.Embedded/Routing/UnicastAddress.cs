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

    public override void Forward(in IncomingMessage message)
    {
        if (_waiting.Count == 0 && Select() is { } consumer)
        {
            consumer.Send(message, message.Settled && !consumer.AlwaysUnsettled ? null : Unsettled(message));
        }
        else if (HasConsumers)
        {
            var delivery = Unsettled(message);
            delivery.Keep(message);
            delivery.Wait(_waiting);
        }
        else if (message.Settled)
        {
            Router.CountLost(Name, 1);
        }
        else
        {
            message.Source.Session.Incoming.Settle(message.DeliveryId, Outcomes.Released);
            Router.CountReturned(Name);
        }
    }

    public override void Pump(OutgoingLink consumer)
    {
        while (_waiting.First is { } first && Select() is { } next)
        {
            first.Value.Leave();
            next.Send(first.Value);
            first.Value.Unhold();
        }
    }

    public override bool HasWaiting(OutgoingLink consumer) => _waiting.Count > 0;

    public override void Recover(OutgoingLink removed, Delivery? unfinished)
    {
        if (unfinished is not null)
        {
            unfinished.Wait(_waiting, first: true);
        }

        if (HasConsumers)
        {
            Pump(removed);
            return;
        }

        var lost = 0;
        while (_waiting.First is { Value: var delivery })
        {
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
    }

    /// <summary>The consumer whose turn it is, of those that can take a message now.</summary>
    protected abstract OutgoingLink? Select();

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
