using Amqp1.Embedded.Connections;
using Amqp1.Embedded.Frames;

namespace Amqp1.Embedded.Routing;

/// <summary>
/// Each consumer gets a copy. A consumer that cannot take it now has it held in its own queue, and the sender gets its credit back
/// only when the slowest consumer has its copy: the slowest sets the pace, and nothing is lost.
/// </summary>
internal sealed class MulticastAddress(RouterCore router, string name) : Address(router, name)
{
    private readonly Dictionary<OutgoingLink, LinkedList<Delivery>> _waiting = [];

    public override void Forward(in IncomingMessage message)
    {
        if (!HasConsumers)
        {
            if (message.Settled)
            {
                Router.CountLost(Name, 1);
            }
            else
            {
                message.Source.Session.Incoming.Settle(message.DeliveryId, Outcomes.Released);
                Router.CountReturned(Name);
            }

            return;
        }

        Delivery? original = null;
        if (!message.Settled)
        {
            original = new Delivery(message);
            message.Source.Session.Incoming.Track(original);
        }

        var tally = new MulticastTally(original, Consumers.Count);
        if (original is not null)
        {
            original.Copies = tally;
        }

        Delivery? kept = null;
        foreach (var consumer in Consumers)
        {
            if (consumer.CanSend && !HasWaiting(consumer))
            {
                consumer.Send(message, message.Settled && !consumer.AlwaysUnsettled ? null : new Delivery(message, tally));
                continue;
            }

            // All that wait share one payload; its time-to-live is the same for all.
            var copy = new Delivery(message, tally);
            if (kept is null)
            {
                copy.Keep(message);
                kept = copy;
            }
            else
            {
                copy.Payload = kept.Payload;
                copy.Expiry = kept.Expiry;
            }

            if (!_waiting.TryGetValue(consumer, out var queue))
            {
                _waiting.Add(consumer, queue = []);
            }

            copy.Wait(queue);
        }
    }

    public override void Pump(OutgoingLink consumer)
    {
        if (!_waiting.TryGetValue(consumer, out var queue))
        {
            return;
        }

        while (queue.First is { } first)
        {
            if (!consumer.CanSend)
            {
                return;
            }

            first.Value.Leave();
            consumer.Send(first.Value);
            first.Value.Unhold();
        }

        _waiting.Remove(consumer);
    }

    public override bool HasWaiting(OutgoingLink consumer) => _waiting.TryGetValue(consumer, out var queue) && queue.Count > 0;

    public override void Recover(OutgoingLink removed, Delivery? unfinished)
    {
        // The other consumers have their own copies: what this one missed counts as released.
        unfinished?.Settle(Outcomes.Released);
        if (!_waiting.Remove(removed, out var queue))
        {
            return;
        }

        var lost = 0;
        while (queue.First is { Value: var copy })
        {
            copy.Leave();
            copy.Unhold();
            if (copy.AwaitsSettlement)
            {
                copy.Settle(Outcomes.Released);
            }
            else
            {
                lost++;
            }
        }

        if (lost > 0)
        {
            Router.CountLost(Name, lost);
        }
    }
}
