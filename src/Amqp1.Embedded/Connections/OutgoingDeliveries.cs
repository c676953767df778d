using Amqp1.Embedded.Frames;
using Amqp1.Embedded.Routing;

namespace Amqp1.Embedded.Connections;

/// <summary>The deliveries the router has sent to a session's peer and that are not settled.</summary>
internal sealed class OutgoingDeliveries(Session session)
{
    private readonly Dictionary<uint, Delivery> _deliveries = [];
    private uint _nextId;

    public uint NextId() => _nextId++;

    public void Track(Delivery delivery) => _deliveries.Add(delivery.OutgoingId, delivery);

    public void Untrack(Delivery delivery) => _deliveries.Remove(delivery.OutgoingId);

    /// <summary>The consumer settles, or states an outcome and leaves it to the router to settle first.</summary>
    public void OnDisposition(in DispositionFrame frame)
    {
        if (!frame.Settled && frame.State.IsEmpty)
        {
            return;
        }

        if (frame.First == frame.Last)
        {
            if (_deliveries.Remove(frame.First, out var delivery))
            {
                delivery.Consumer!.OnOutcome(delivery, frame.State);
            }
        }
        else
        {
            foreach (var delivery in frame.Select(_deliveries))
            {
                _deliveries.Remove(delivery.OutgoingId);
                delivery.Consumer!.OnOutcome(delivery, frame.State);
            }
        }

        if (!frame.Settled)
        {
            // Its outcome is on its way to the sender and final.
            session.SendDisposition(roleReceiver: false, frame.First, frame.Last, frame.State);
        }
    }

    /// <summary>The sender of a delivery has settled it: so does the router towards the consumer.</summary>
    public void SenderSettled(Delivery delivery)
    {
        if (_deliveries.Remove(delivery.OutgoingId))
        {
            delivery.Consumer!.OnSenderSettled(delivery);
        }
    }

    /// <summary>The consumer vanished with these deliveries: whether it acted on them nobody knows, and their senders are told so.</summary>
    public void Fail(OutgoingLink link)
    {
        foreach (var (id, delivery) in _deliveries)
        {
            if (delivery.Consumer == link)
            {
                _deliveries.Remove(id);
                delivery.Settle(Outcomes.ModifiedFailed);
            }
        }
    }
}
