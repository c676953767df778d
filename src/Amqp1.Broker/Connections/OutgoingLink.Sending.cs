using System.Runtime.InteropServices;
using Amqp1.Broker.Frames;
using Amqp1.Broker.Routing;

namespace Amqp1.Broker.Connections;

/// <content>Puts messages into frames, as many as the session takes at a time.</content>
internal sealed partial class OutgoingLink
{
    private static readonly byte[] TooLarge = Outcomes.Rejected(ErrorCondition.MessageSizeExceeded, "The consumer does not take messages of this size.");

    /// <summary>
    /// Sends a message directly from where it was received, in one frame if it fits. <paramref name="delivery"/> is null if the message
    /// needs no settlement. Call only after <see cref="TryReady"/>.
    /// </summary>
    public void Send(in IncomingMessage message, Delivery? delivery)
    {
        if (message.Payload.Length > Session.Connection.PeerMaxPayload || Refuses(message.Payload.Length))
        {
            delivery ??= new Delivery(message);
            delivery.Keep(message);
            Send(delivery);
            return;
        }

        _credit--;
        _deliveryCount++;
        var id = Session.Outgoing.NextId();
        var settled = delivery is null || SendsSettled(delivery);
        Session.SendTransfer(Handle, id, message.Format, settled, more: false, message.Payload);
        if (delivery is null)
        {
            return;
        }

        if (settled)
        {
            delivery.Settle(Outcomes.Accepted);
        }
        else
        {
            Track(delivery, id);
        }
    }

    /// <summary>Sends a held delivery. Call only after <see cref="TryReady"/>.</summary>
    public void Send(Delivery delivery)
    {
        if (Refuses(delivery.Payload.Length))
        {
            if (!delivery.AwaitsSettlement)
            {
                Session.Connection.Router.CountLost(address.Name, 1);
            }

            delivery.Settle(TooLarge);
            delivery.Drop();
            return;
        }

        delivery.Expiry?.Reduce(MemoryMarshal.AsMemory(delivery.Payload).Span, Session.Connection.Router.Time);
        _credit--;
        _deliveryCount++;
        delivery.Offset = 0;
        _unfinished = delivery;
        _unfinishedSettled = SendsSettled(delivery);
        var id = Session.Outgoing.NextId();
        if (_unfinishedSettled)
        {
            delivery.Consumer = this;
            delivery.OutgoingId = id;
        }
        else
        {
            Track(delivery, id);
        }

        SendRest();
        if (_unfinished is not null)
        {
            // The rest of the message stays in memory until the peer accepts it.
            _unfinishedBytes = delivery.Payload.Length;
            Router.Memory.Add(_unfinishedBytes);
        }
    }

    private bool Refuses(int size) => maxMessageSize > 0 && (ulong)size > maxMessageSize;

    private bool SendsSettled(Delivery delivery) => settleMode == ModeSettled || (!delivery.AwaitsSettlement && !AlwaysUnsettled);

    private void ReleaseUnfinished()
    {
        Router.Memory.Remove(_unfinishedBytes);
        _unfinishedBytes = 0;
    }

    private void SendRest()
    {
        while (_unfinished is { } delivery && Session.CanTransfer)
        {
            if (_aborting)
            {
                _aborting = false;
                _unfinished = null;
                Session.SendAbort(Handle, delivery.OutgoingId);
                return;
            }

            var left = delivery.Payload.Length - delivery.Offset;
            var size = Math.Min(left, Session.Connection.PeerMaxPayload);
            var more = size < left;
            Session.SendTransfer(
                Handle, delivery.OutgoingId, delivery.Format, _unfinishedSettled, more, delivery.Payload.Span.Slice(delivery.Offset, size));
            delivery.Offset += size;
            if (!more)
            {
                _unfinished = null;
                delivery.Payload = default;
                ReleaseUnfinished();
                if (_unfinishedSettled)
                {
                    delivery.Settle(Outcomes.Accepted);
                }
            }
        }

        if (_unfinished is not null)
        {
            Session.Stalled.Add(this);
        }
    }
}
