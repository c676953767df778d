using Amqp1.Broker.Codec;
using Amqp1.Broker.Nodes;
using Amqp1.Broker.Protocol.Frames;

namespace Amqp1.Broker.Protocol;

/// <summary>The unsettled deliveries from the peer of a session, and the reporting of their outcomes to the peer.</summary>
internal sealed class IncomingDeliveries(Session session)
{
    private readonly DeliveryTable _deliveries = new();
    private uint? _resumeAt;
    private (uint First, uint Last)? _accepted;

    /// <summary>Keeps a received delivery until it is settled.</summary>
    public void Track(Delivery delivery)
    {
        if (!_deliveries.TryAdd(delivery.Ticket.Id, delivery))
        {
            throw PeerFaultException.Session(ErrorCondition.NotAllowed, $"Delivery-id {delivery.Ticket.Id} is in use.");
        }
    }

    /// <summary>Reports the outcome of a delivery to its sender. Consecutive accepted deliveries are sent as one frame.</summary>
    public void Settle(uint deliveryId, ReadOnlySpan<byte> state)
    {
        if (_deliveries.Remove(deliveryId) is { } delivery)
        {
            LinkOf(delivery).Untrack(delivery);
        }

        if (!session.IsActive)
        {
            return;
        }

        if (!state.SequenceEqual(Outcomes.Accepted))
        {
            SendAccepted();
            session.SendDisposition(roleReceiver: true, deliveryId, deliveryId, state);
        }
        else if (_accepted is { } range && deliveryId == range.Last + 1)
        {
            _accepted = range with { Last = deliveryId };
        }
        else
        {
            SendAccepted();
            _accepted = (deliveryId, deliveryId);
            session.FlushLater();
        }
    }

    /// <summary>Sends the collected range of accepted deliveries.</summary>
    public void SendAccepted()
    {
        if (_accepted is { } range)
        {
            _accepted = null;
            session.SendDisposition(roleReceiver: true, range.First, range.Last, Outcomes.Accepted);
        }
    }

    /// <summary>
    /// Handles a settlement by the sender, which then expects no outcome. The broker does not use a state without settlement. Returns false
    /// if the range has more deliveries than a turn may settle; the same frame must then be passed again.
    /// </summary>
    public bool OnDisposition(in DispositionFrame frame)
    {
        if (!frame.Settled)
        {
            return true;
        }

        var first = _resumeAt ?? frame.First;
        _resumeAt = null;
        while (SerialNumber.Distance(first, frame.Last) >= 0 && _deliveries.FirstFrom(first, frame.Last, out var id) is { } delivery)
        {
            if (!session.Connection.Context.Turns.Chores.Spend())
            {
                _resumeAt = id;
                return false;
            }

            Remove(delivery);
            delivery.OnProducerSettled();
            first = id + 1;
        }

        return true;
    }

    /// <summary>Removes a delivery that needs no outcome any more.</summary>
    public void Remove(Delivery delivery)
    {
        _deliveries.Remove(delivery.Ticket.Id);
        LinkOf(delivery).Untrack(delivery);
    }

    /// <summary>Returns the link of a delivery in this table, which only a link of this session can have added.</summary>
    private static IncomingLink LinkOf(Delivery delivery) => (IncomingLink)delivery.Ticket.Producer;
}
