using Amqp1.Embedded.Frames;
using Amqp1.Embedded.Routing;

namespace Amqp1.Embedded.Connections;

/// <summary>The deliveries a session's peer has sent and that are not settled, and the way their outcomes take back to it.</summary>
internal sealed class IncomingDeliveries(Session session)
{
    private readonly Dictionary<uint, Delivery> _deliveries = [];
    private uint _acceptedFirst;
    private uint _acceptedLast;
    private bool _accepted;

    /// <summary>Remembers a received delivery until it is settled.</summary>
    public void Track(Delivery delivery)
    {
        if (!_deliveries.TryAdd(delivery.IncomingId, delivery))
        {
            throw PeerFaultException.Session(ErrorCondition.NotAllowed, $"Delivery-id {delivery.IncomingId} is in use.");
        }

        delivery.Source.Track();
    }

    /// <summary>Tells the sender the outcome of its delivery. Runs of accepted deliveries leave as one frame.</summary>
    public void Settle(uint deliveryId, ReadOnlySpan<byte> state)
    {
        if (_deliveries.Remove(deliveryId, out var delivery))
        {
            delivery.Source.Untrack();
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

    /// <summary>Sends the run of accepted deliveries that was gathered.</summary>
    public void SendAccepted()
    {
        if (_accepted)
        {
            _accepted = false;
            session.SendDisposition(roleReceiver: true, _acceptedFirst, _acceptedLast, Outcomes.Accepted);
        }
    }

    /// <summary>The sender settles: it wants no outcome. A state without settlement is of no use to a router.</summary>
    public void OnDisposition(in DispositionFrame frame)
    {
        if (!frame.Settled)
        {
            return;
        }

        foreach (var delivery in frame.Select(_deliveries))
        {
            _deliveries.Remove(delivery.IncomingId);
            delivery.Source.Untrack();
            delivery.SenderSettled();
        }
    }

    /// <summary>The link is gone: no outcome can be told on it, and what waits of it is not sent.</summary>
    public void Forget(IncomingLink link)
    {
        foreach (var (id, delivery) in _deliveries)
        {
            if (delivery.Source == link)
            {
                _deliveries.Remove(id);
                delivery.SenderGone();
            }
        }
    }
}
