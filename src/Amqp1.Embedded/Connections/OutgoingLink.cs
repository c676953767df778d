using System.Runtime.InteropServices;
using Amqp1.Embedded.Frames;
using Amqp1.Embedded.Routing;

namespace Amqp1.Embedded.Connections;

/// <summary>A link on which the peer receives. Sends as far as the peer's credit, its session window and its reading allow.</summary>
internal sealed class OutgoingLink(Session session, string name, uint handle, Address address, byte? settleMode, ulong maxMessageSize)
    : Link(session, name, handle)
{
    private const byte ModeUnsettled = 0;
    private const byte ModeSettled = 1;
    private static readonly byte[] TooLarge = Outcomes.Rejected(ErrorCondition.MessageSizeExceeded, "The consumer does not take messages of this size.");

    private readonly int _mostUnsettled = session.Connection.Router.Options.MaxUnsettledPerLink;
    private uint _credit;
    private uint _deliveryCount;
    private bool _draining;
    private Delivery? _unfinished;
    private bool _unfinishedSettled;
    private bool _aborting;

    /// <summary>Deliveries the consumer has not settled.</summary>
    public int Unsettled { get; private set; }

    /// <summary>The consumer has asked for everything to be sent unsettled.</summary>
    public bool AlwaysUnsettled => settleMode == ModeUnsettled;

    public bool CanSend => _credit > 0 && _unfinished is null && IsAttached && Session.CanTransfer && Unsettled < _mostUnsettled;

    /// <summary>
    /// Sends a message straight from where it was received, in one frame if it fits. <paramref name="delivery"/> is null for one that
    /// needs no settlement. Call only while <see cref="CanSend"/>.
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

    /// <summary>Sends a delivery that was held. Call only while <see cref="CanSend"/>.</summary>
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

        Continue();
    }

    /// <summary>Credit, window or room has come: sends what waits.</summary>
    public void Pump()
    {
        Continue();
        if (_unfinished is null)
        {
            address.Pump(this);
        }

        if (_draining && _unfinished is null && (_credit == 0 || !address.HasWaiting(this)))
        {
            _draining = false;
            _deliveryCount += _credit;
            _credit = 0;
            SendFlow(drain: true);
        }
    }

    public override void OnFlow(in FlowFrame flow)
    {
        if (flow.LinkCredit is { } credit)
        {
            _credit = SerialNumber.Left(flow.DeliveryCount ?? 0, credit, _deliveryCount);
        }

        _draining = flow.Drain;
        Pump();
        if (flow.Echo && !flow.Drain)
        {
            SendFlow(drain: false);
        }
    }

    /// <summary>The consumer has settled the delivery, or stated its outcome.</summary>
    public void OnOutcome(Delivery delivery, ReadOnlySpan<byte> state)
    {
        var wasFull = Unsettled-- == _mostUnsettled;
        if (delivery == _unfinished)
        {
            // It has seen enough: the rest of the message is not worth sending.
            _aborting = true;
            delivery.Settle(state);
            delivery.Drop();
            Pump();
        }
        else
        {
            delivery.Settle(state);
            if (wasFull)
            {
                Pump();
            }
        }
    }

    /// <summary>The sender has settled the delivery before the consumer did.</summary>
    public void OnSenderSettled(Delivery delivery)
    {
        var wasFull = Unsettled-- == _mostUnsettled;
        if (delivery == _unfinished)
        {
            _unfinishedSettled = true;
        }
        else
        {
            Session.SendDisposition(roleReceiver: false, delivery.OutgoingId, delivery.OutgoingId, default);
            if (wasFull)
            {
                Pump();
            }
        }
    }

    public void Start() => address.Add(this);

    public override void Unlink()
    {
        base.Unlink();
        address.Remove(this);
    }

    public override void Recover()
    {
        var unfinished = _aborting ? null : _unfinished;
        _unfinished = null;
        if (unfinished is not null)
        {
            Session.Outgoing.Untrack(unfinished);
            unfinished.Consumer = null;
            unfinished.Offset = 0;
        }

        Session.Outgoing.Fail(this);
        address.Recover(this, unfinished);
        Session.Connection.Router.Addresses.RemoveIfUnused(address);
    }

    private bool Refuses(int size) => maxMessageSize > 0 && (ulong)size > maxMessageSize;

    private bool SendsSettled(Delivery delivery) => settleMode == ModeSettled || (!delivery.AwaitsSettlement && !AlwaysUnsettled);

    private void Track(Delivery delivery, uint id)
    {
        delivery.Consumer = this;
        delivery.OutgoingId = id;
        Unsettled++;
        Session.Outgoing.Track(delivery);
    }

    private void Continue()
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
                if (_unfinishedSettled)
                {
                    delivery.Settle(Outcomes.Accepted);
                }
            }
        }
    }

    private void SendFlow(bool drain) => Session.SendFlow(new LinkFlow(Handle, _deliveryCount, _credit, drain));
}
