using Amqp1.Broker.Frames;
using Amqp1.Broker.Routing;

namespace Amqp1.Broker.Connections;

/// <summary>The unsettled deliveries from the peer of a session, and the reporting of their outcomes to the peer.</summary>
internal sealed class IncomingDeliveries(Session session)
{
    private readonly DeliveryTable _deliveries = new();
    private uint? _resumeAt;
    private uint _acceptedFirst;
    private uint _acceptedLast;
    private bool _accepted;

    /// <summary>Tracks a received delivery until it is settled.</summary>
    public void Track(Delivery delivery)
    {
        if (!_deliveries.TryAdd(delivery.IncomingId, delivery))
        {
            throw PeerFaultException.Session(ErrorCondition.NotAllowed, $"Delivery-id {delivery.IncomingId} is in use.");
        }

        delivery.Source.Track(delivery);
    }

    /// <summary>Reports the outcome of a delivery to its sender. Consecutive accepted deliveries are sent as one frame.</summary>
    public void Settle(uint deliveryId, ReadOnlySpan<byte> state)
    {
        if (_deliveries.Remove(deliveryId) is { } delivery)
        {
            delivery.Source.Untrack(delivery);
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
        else if (_accepted && deliveryId == _acceptedLast + 1)
        {
            _acceptedLast = deliveryId;
        }
        else
        {
            SendAccepted();
            _accepted = true;
            _acceptedFirst = _acceptedLast = deliveryId;
            session.FlushLater();
        }
    }

    /// <summary>Sends the collected range of accepted deliveries.</summary>
    public void SendAccepted()
    {
        if (_accepted)
        {
            _accepted = false;
            session.SendDisposition(roleReceiver: true, _acceptedFirst, _acceptedLast, Outcomes.Accepted);
        }
    }

    /// <summary>
    /// Handles a settlement by the sender, which then expects no outcome. A router does not use a state without settlement. Returns false
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
            if (!session.Connection.Router.Chores.Spend())
            {
                _resumeAt = id;
                return false;
            }

            Remove(delivery);
            delivery.SenderSettled();
            first = id + 1;
        }

        return true;
    }

    /// <summary>Removes a delivery that needs no outcome any more.</summary>
    public void Remove(Delivery delivery)
    {
        _deliveries.Remove(delivery.IncomingId);
        delivery.Source.Untrack(delivery);
    }
}
