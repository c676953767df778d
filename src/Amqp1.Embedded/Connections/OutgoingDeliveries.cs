using Amqp1.Embedded.Frames;
using Amqp1.Embedded.Routing;

namespace Amqp1.Embedded.Connections;

/// <summary>The deliveries the router has sent to a session's peer and that are not settled.</summary>
internal sealed class OutgoingDeliveries(Session session)
{
    private readonly DeliveryTable _deliveries = new();
    private uint _nextId;
    private uint? _resumeAt;

    public uint NextId() => _nextId++;

    public void Track(Delivery delivery) => _deliveries.TryAdd(delivery.OutgoingId, delivery);

    /// <summary>Takes the delivery out. False when it was not in.</summary>
    public bool Untrack(Delivery delivery) =>
        _deliveries.Find(delivery.OutgoingId) == delivery && _deliveries.Remove(delivery.OutgoingId) is not null;

    /// <summary>
    /// The consumer settles, or states an outcome and leaves it to the router to settle first. False when the range has more
    /// deliveries than a turn may settle; then the same frame has to be given again.
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
            // Its outcome is on its way to the sender and final.
            session.SendDisposition(roleReceiver: false, frame.First, frame.Last, frame.State);
        }

        return true;
    }

    /// <summary>The sender of a delivery has settled it: so does the router towards the consumer.</summary>
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
