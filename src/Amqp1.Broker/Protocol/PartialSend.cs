using Amqp1.Broker.Context;
using Amqp1.Broker.Nodes;

namespace Amqp1.Broker.Protocol;

/// <summary>
/// The message that a link is sending in several transfers, as many as the session takes at a time. The rest of the message counts as held
/// by the broker.
/// </summary>
internal sealed class PartialSend(Session session, uint handle, MemoryAccount memory)
{
    private Delivery? _delivery;
    private uint _id;
    private int _sent;
    private long _heldBytes;

    public SendStage Stage { get; private set; }

    /// <summary>Whether no message is partly sent.</summary>
    public bool IsIdle => Stage == SendStage.Idle;

    public bool IsOf(Delivery delivery) => _delivery == delivery;

    /// <summary>Begins a message. <see cref="Continue"/> must follow.</summary>
    public void Begin(Delivery delivery, uint id, bool settled)
    {
        _delivery = delivery;
        _id = id;
        _sent = 0;
        Stage = settled ? SendStage.Settled : SendStage.Unsettled;
    }

    /// <summary>Counts the rest of the message as held, because the peer does not accept it now.</summary>
    public void HoldRest()
    {
        if (!IsIdle)
        {
            _heldBytes = _delivery!.Payload.Length;
            memory.Add(_heldBytes);
        }
    }

    /// <summary>Sends as much as the session takes. Returns the delivery if its last transfer was sent settled; otherwise null.</summary>
    public Delivery? Continue()
    {
        while (!IsIdle && session.CanTransfer)
        {
            if (Stage == SendStage.Aborting)
            {
                session.SendAbort(handle, _id);
                End();
                break;
            }

            var delivery = _delivery!;
            var left = delivery.Payload.Length - _sent;
            var size = Math.Min(left, session.Connection.PeerMaxPayload);
            var isSettled = Stage == SendStage.Settled;
            session.SendTransfer(handle, _id, delivery.Format, isSettled, size < left, delivery.Payload.Span.Slice(_sent, size));
            _sent += size;
            if (size == left)
            {
                delivery.Payload = default;
                End();
                return isSettled ? delivery : null;
            }
        }

        return null;
    }

    /// <summary>Handles a settlement by the producer: the rest is sent settled.</summary>
    public void OnProducerSettled() => Move(SendStage.Settled);

    /// <summary>Handles a settlement by the consumer: the rest is not sent. Returns false if another message is partly sent, or none.</summary>
    public bool OnConsumerSettled(Delivery delivery)
    {
        if (_delivery != delivery)
        {
            return false;
        }

        Move(SendStage.Aborting);
        ReleaseRest();
        return true;
    }

    /// <summary>Ends without sending the rest. Returns the delivery if another consumer must get it; otherwise null.</summary>
    public Delivery? Abandon()
    {
        var unfinished = Stage == SendStage.Aborting ? null : _delivery;
        End();
        return unfinished;
    }

    private void End()
    {
        Move(SendStage.Idle);
        _delivery = null;
        ReleaseRest();
    }

    private void Move(SendStage next)
    {
        // A message that is being aborted stays so until it has ended.
        if (Stage != SendStage.Aborting || next == SendStage.Idle)
        {
            Stage = next;
        }
    }

    private void ReleaseRest()
    {
        memory.Remove(_heldBytes);
        _heldBytes = 0;
    }
}
