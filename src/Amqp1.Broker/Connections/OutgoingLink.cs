using Amqp1.Broker.Frames;
using Amqp1.Broker.Routing;

namespace Amqp1.Broker.Connections;

/// <summary>A link on which the peer receives messages. It sends as far as the peer's credit, the session window and the output permit.</summary>
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

    /// <summary>The number of deliveries that the consumer has not settled.</summary>
    public int Unsettled => _unsettled.Count;

    /// <summary>Whether the consumer has requested that all messages are sent unsettled.</summary>
    public bool AlwaysUnsettled => settleMode == ModeUnsettled;

    public Address Address => address;

    public ConsumerPlaces Places => _places ??= new ConsumerPlaces(this);

    private RouterCore Router => Session.Connection.Router;

    /// <summary>
    /// Returns whether the link can send a message now. If only the session prevents it, the link is pumped when the session can send
    /// again.
    /// </summary>
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

    /// <summary>Sends the remaining messages in another turn.</summary>
    public void PumpInAnotherTurn() => (_pumpChore ??= new PumpChore(this)).Request(Router.Chores);

    /// <summary>Sends the waiting messages after credit, window or output has become available.</summary>
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

    /// <summary>Handles a settlement or an outcome by the consumer.</summary>
    public void OnOutcome(Delivery delivery, ReadOnlySpan<byte> state)
    {
        var wasFull = Untrack(delivery);
        if (delivery == _unfinished)
        {
            // The consumer has settled before the end of the message, so the rest is not sent.
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

    /// <summary>Handles a settlement by the sender before that of the consumer.</summary>
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
    /// Cleans up after the consumer was lost. A partly sent message and waiting messages are rerouted. It is unknown whether the consumer
    /// has processed the messages that it had received completely, so their outcome is modified with delivery-failed.
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

    /// <summary>Removes a delivery from the unsettled ones. Returns whether their number had reached the limit.</summary>
    private bool Untrack(Delivery delivery)
    {
        _unsettled.Remove(delivery);
        return Unsettled + 1 == _mostUnsettled;
    }

    private void SendFlow(bool drain) => Session.SendFlow(new LinkFlow(Handle, _deliveryCount, _credit, drain));
}
