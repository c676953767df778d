using Amqp1.Broker.Frames;
using Amqp1.Broker.Routing;

namespace Amqp1.Broker.Connections;

/// <summary>The unsettled deliveries that the router has sent to the peer of a session.</summary>
internal sealed class OutgoingDeliveries(Session session)
{
    private readonly DeliveryTable _deliveries = new();
    private uint _nextId;
    private uint? _resumeAt;

    public uint NextId() => _nextId++;

    public void Track(Delivery delivery) => _deliveries.TryAdd(delivery.OutgoingId, delivery);

    /// <summary>Removes the delivery. Returns false if it was not in the table.</summary>
    public bool Untrack(Delivery delivery) =>
        _deliveries.Find(delivery.OutgoingId) == delivery && _deliveries.Remove(delivery.OutgoingId) is not null;

    /// <summary>
    /// Handles a settlement by the consumer, or an outcome that the router must settle first. Returns false if the range has more
    /// deliveries than a turn may settle; the same frame must then be passed again.
    /// </summary>
    public bool OnDisposition(in DispositionFrame frame)
    {
        if (!frame.Settled && frame.State.IsEmpty)
        {
            return true;
        }

        if (frame.First == frame.Last)
        {
            if (_deliveries.Remove(frame.First) is { } delivery)
            {
                delivery.Consumer!.OnOutcome(delivery, frame.State);
            }
        }
        else if (!SettleRange(frame))
        {
            return false;
        }

        if (!frame.Settled)
        {
            // The outcome has been passed to the sender and is final.
            session.SendDisposition(roleReceiver: false, frame.First, frame.Last, frame.State);
        }

        return true;
    }

    /// <summary>Settles a delivery with the consumer after its sender has settled it.</summary>
    public void SenderSettled(Delivery delivery)
    {
        if (Untrack(delivery))
        {
            delivery.Consumer!.OnSenderSettled(delivery);
        }
    }

    private bool SettleRange(in DispositionFrame frame)
    {
        var first = _resumeAt ?? frame.First;
        _resumeAt = null;
        while (SerialNumber.Distance(first, frame.Last) >= 0 && _deliveries.FirstFrom(first, frame.Last, out var id) is { } delivery)
        {
            if (!session.Connection.Router.Chores.Spend())
            {
                _resumeAt = id;
                return false;
            }

            _deliveries.Remove(id);
            delivery.Consumer!.OnOutcome(delivery, frame.State);
            first = id + 1;
        }

        return true;
    }
}
