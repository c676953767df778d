using Amqp1.Broker.Codec;
using Amqp1.Broker.Nodes;
using Amqp1.Broker.Protocol.Frames;

namespace Amqp1.Broker.Protocol;

/// <summary>The unsettled deliveries that the broker has sent to the peer of a session.</summary>
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
    /// Handles a settlement by the consumer, or an outcome that the broker must settle first. Returns false if the range has more
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
                LinkOf(delivery).OnOutcome(delivery, frame.State);
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

    /// <summary>Returns the link of a delivery in this table, which only a link of this session can have added.</summary>
    private static OutgoingLink LinkOf(Delivery delivery) => (OutgoingLink)delivery.Consumer!;

    private bool SettleRange(in DispositionFrame frame)
    {
        var first = _resumeAt ?? frame.First;
        _resumeAt = null;
        while (SerialNumber.Distance(first, frame.Last) >= 0 && _deliveries.FirstFrom(first, frame.Last, out var id) is { } delivery)
        {
            if (!session.Connection.Context.Turns.Chores.Spend())
            {
                _resumeAt = id;
                return false;
            }

            _deliveries.Remove(id);
            LinkOf(delivery).OnOutcome(delivery, frame.State);
            first = id + 1;
        }

        return true;
    }
}
