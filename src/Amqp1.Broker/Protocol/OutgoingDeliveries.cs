using Amqp1.Broker.Codec;
using Amqp1.Broker.Nodes;
using Amqp1.Broker.Protocol.Frames;

namespace Amqp1.Broker.Protocol;

/// <summary>
/// The unsettled deliveries that the broker has sent to the peer of a session. A delivery whose outcome is being written to disk is settled
/// with a consumer that settles second when it is written. A consumer that has seen the settlement knows that nobody else gets the message.
/// </summary>
internal sealed class OutgoingDeliveries(Session session)
{
    private readonly DeliveryTable _deliveries = new();
    private uint _nextId;
    private (uint Next, uint Unanswered)? _resumeAt;
    private (uint First, uint Last, ulong Outcome)? _written;

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

        var (next, unanswered) = _resumeAt ?? (frame.First, frame.First);
        _resumeAt = null;
        while (SerialNumber.Distance(next, frame.Last) >= 0 && _deliveries.FirstFrom(next, frame.Last, out var id) is { } delivery)
        {
            if (frame.First != frame.Last && !session.Connection.Context.Turns.Chores.Spend())
            {
                _resumeAt = (id, unanswered);
                return false;
            }

            next = id + 1;
            if (!OnOutcome(id, delivery, frame))
            {
                Answer(frame, unanswered, id - 1);
                unanswered = next;
            }
        }

        Answer(frame, unanswered, frame.Last);
        return true;
    }

    /// <summary>
    /// Settles a delivery whose outcome is on disk now, unless the consumer has settled it. Consecutive deliveries with the same outcome are
    /// settled with one frame at the end of the turn.
    /// </summary>
    public void OnWritten(Delivery delivery)
    {
        if (!Untrack(delivery))
        {
            return;
        }

        var (id, outcome) = (delivery.OutgoingId, delivery.OutcomeBeingWritten);
        if (_written is { } range && range.Outcome == outcome && range.Last + 1 == id)
        {
            _written = range with { Last = id };
            return;
        }

        SendWritten();
        _written = (id, id, outcome);
        session.FlushLater();
    }

    /// <summary>Sends the collected settlements of deliveries whose outcomes are on disk.</summary>
    public void SendWritten()
    {
        if (_written is { } range)
        {
            _written = null;
            session.SendDisposition(roleReceiver: false, range.First, range.Last, Outcomes.WithoutDetails(range.Outcome));
        }
    }

    /// <summary>Returns the link of a delivery in this table, which only a link of this session can have added.</summary>
    private static OutgoingLink LinkOf(Delivery delivery) => (OutgoingLink)delivery.Consumer!;

    /// <summary>Handles the outcome of one delivery. Returns whether it is final, which it is not while it is being written to disk.</summary>
    private bool OnOutcome(uint id, Delivery delivery, in DispositionFrame frame)
    {
        // The first outcome counts, also if the consumer sends another one.
        var isFinal = delivery.OutcomeBeingWritten == 0 && LinkOf(delivery).OnOutcome(delivery, frame.State);
        if (isFinal || frame.Settled)
        {
            _deliveries.Remove(id);
        }

        return isFinal;
    }

    /// <summary>Settles deliveries whose outcomes are final, if the consumer waits for that.</summary>
    private void Answer(in DispositionFrame frame, uint first, uint last)
    {
        if (!frame.Settled && SerialNumber.Distance(first, last) >= 0)
        {
            session.SendDisposition(roleReceiver: false, first, last, frame.State);
        }
    }
}
