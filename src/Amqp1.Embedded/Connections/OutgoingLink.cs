using Amqp1.Embedded.Frames;
using Amqp1.Embedded.Routing;

namespace Amqp1.Embedded.Connections;

/// <summary>A link on which the peer receives. Sends as far as the peer's credit, its session window and its reading allow.</summary>
internal sealed partial class OutgoingLink(Session session, string name, uint handle, Address address, byte? settleMode, ulong maxMessageSize)
    : Link(session, name, handle)
{
    private const byte ModeUnsettled = 0;
    private const byte ModeSettled = 1;

    private readonly UnsettledDeliveries _unsettled = new(session.Connection.Router, DeliveryEnd.Consumer);
    private readonly int _mostUnsettled = session.Connection.Router.Options.MaxUnsettledPerLink;
    private uint _credit;
    private uint _deliveryCount;
    private bool _draining;
    private Delivery? _unfinished;
    private bool _unfinishedSettled;
    private bool _aborting;
    private long _unfinishedBytes;
    private ConsumerPlaces? _places;
    private PumpChore? _pumpChore;

    /// <summary>Deliveries the consumer has not settled.</summary>
    public int Unsettled => _unsettled.Count;

    /// <summary>The consumer has asked for everything to be sent unsettled.</summary>
    public bool AlwaysUnsettled => settleMode == ModeUnsettled;

    public Address Address => address;

    public ConsumerPlaces Places => _places ??= new ConsumerPlaces(this);

    private RouterCore Router => Session.Connection.Router;

    /// <summary>Whether it can take a message now. If only the session is in the way, it is pumped when that can send again.</summary>
    public bool TryReady()
    {
        if (_credit == 0 || _unfinished is not null || !IsAttached || Unsettled >= _mostUnsettled)
        {
            return false;
        }

        if (Session.CanTransfer)
        {
            return true;
        }

        Session.Stalled.Add(this);
        return false;
    }

    /// <summary>The rest of what waits is sent in another turn.</summary>
    public void PumpInAnotherTurn() => (_pumpChore ??= new PumpChore(this)).Request(Router.Chores);

    /// <summary>Credit, window or room has come: sends what waits.</summary>
    public void Pump()
    {
        SendRest();
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
        var wasFull = Untrack(delivery);
        if (delivery == _unfinished)
        {
            // It has seen enough: the rest of the message is not worth sending.
            _aborting = true;
            delivery.Settle(state);
            delivery.Drop();
            ReleaseUnfinished();
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
        var wasFull = Untrack(delivery);
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

    /// <summary>
    /// The consumer vanished. The message it had a part of finds another way, as does what waits for it; whether it acted on those it
    /// had whole nobody knows, and their senders are told so.
    /// </summary>
    public override bool Continue()
    {
        var unfinished = _aborting ? null : _unfinished;
        _unfinished = null;
        _aborting = false;
        if (unfinished is not null)
        {
            ReleaseUnfinished();
            if (Session.Outgoing.Untrack(unfinished))
            {
                Untrack(unfinished);
            }

            unfinished.Consumer = null;
            unfinished.Offset = 0;
            address.Return(unfinished);
        }

        while (_unsettled.First is { } delivery)
        {
            if (!Router.Chores.Spend())
            {
                return false;
            }

            Session.Outgoing.Untrack(delivery);
            Untrack(delivery);
            delivery.Settle(Outcomes.ModifiedFailed);
        }

        if (!address.Recover(this))
        {
            return false;
        }

        Router.Addresses.RemoveIfUnused(address);
        return true;
    }

    private protected override void EnterAddress() => address.Add(this);

    private protected override void LeaveAddress()
    {
        address.Remove(this);
        Session.Stalled.Remove(this);
    }

    private void Track(Delivery delivery, uint id)
    {
        delivery.Consumer = this;
        delivery.OutgoingId = id;
        _unsettled.Add(delivery);
        Session.Outgoing.Track(delivery);
    }

    /// <summary>The delivery is not unsettled any more. Returns whether there were as many as there may be.</summary>
    private bool Untrack(Delivery delivery)
    {
        _unsettled.Remove(delivery);
        return Unsettled + 1 == _mostUnsettled;
    }

    private void SendFlow(bool drain) => Session.SendFlow(new LinkFlow(Handle, _deliveryCount, _credit, drain));
}
