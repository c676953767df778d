using Amqp1.Broker.Codec;
using Amqp1.Broker.Nodes;
using Amqp1.Broker.Protocol.Frames;

namespace Amqp1.Broker.Protocol;

/// <summary>A link on which the peer receives messages. It sends as far as the peer's credit, the session window and the output permit.</summary>
internal sealed class OutgoingLink : Link, IConsumer
{
    private static readonly byte[] TooLarge = Outcomes.Rejected(ErrorCondition.MessageSizeExceeded, "The consumer does not accept messages of this size.");

    private readonly INode _node;
    private readonly SenderSettleMode _settleMode;
    private readonly ulong _maxMessageSize;
    private readonly UnsettledDeliveries _unsettled;
    private readonly PartialSend _partial;
    private uint _credit;
    private uint _deliveryCount;
    private bool _draining;
    private PumpChore? _pumpChore;

    public OutgoingLink(Session session, in AttachFrame attach, INode node)
        : base(session, attach.Name, attach.Handle)
    {
        _node = node;
        _settleMode = attach.SenderSettleMode ?? SenderSettleMode.Mixed;
        _maxMessageSize = attach.MaxMessageSize;
        _unsettled = new UnsettledDeliveries(Context.Memory, DeliveryEnd.Consumer, MostDeliveries);
        _partial = new PartialSend(session, Handle, Context.Memory);
        StalledPlace = new LinkedListNode<OutgoingLink>(this);
    }

    public override string Address => _node.Name;

    public override int CreditAvailable => (int)Math.Min(_credit, int.MaxValue);

    public override int UndeliveredCount => _partial.IsIdle ? 0 : 1;

    public override int MostDeliveries => Context.Options.MaxUnsettledPerLink;

    public override int Unsettled => _unsettled.Count;

    public bool AlwaysUnsettled => _settleMode == SenderSettleMode.Unsettled;

    public bool Browses { get; init; }

    public SubscriptionRequest? Subscription { get; init; }

    public Scope SessionScope => Session.Scope;

    public Scope ConnectionScope => Session.Connection.Scope;

    public string Peer => Session.Connection.Peer;

    public object? NodeState { get; set; }

    /// <summary>The place among the links that wait for their session.</summary>
    public LinkedListNode<OutgoingLink> StalledPlace { get; }

    /// <summary>
    /// Returns whether the link can send a message now. If only the session prevents it, the link is pumped when the session can send
    /// again.
    /// </summary>
    public bool TryReady()
    {
        if (_credit == 0 || !_partial.IsIdle || !IsAttached || _unsettled.IsFull)
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

    public bool SendsAtOnce(int size) => size <= WholeSend.MostOn(Session) && !Refuses(size);

    public void Send(in ReceivedMessage message, Delivery? delivery)
    {
        var settled = delivery is null || SendsSettled(delivery);
        var id = NextId(settled);
        WholeSend.Send(Session, Handle, id, message.Format, settled, message.Payload);
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

    public void Send(Delivery delivery)
    {
        if (Refuses(delivery.Payload.Length))
        {
            delivery.Refuse(TooLarge);
            return;
        }

        var settled = SendsSettled(delivery);
        var id = NextId(settled);
        if (settled)
        {
            delivery.Consumer = this;
            delivery.OutgoingId = id;
        }
        else
        {
            Track(delivery, id);
        }

        _partial.Begin(delivery, id, settled);
        SendRest();
        _partial.HoldRest();
    }

    public void ResumeInAnotherTurn() => (_pumpChore ??= new PumpChore(this)).Request(Context.Turns.Chores);

    /// <summary>Sends the waiting messages after credit, window or output has become available.</summary>
    public void Pump()
    {
        SendRest();
        if (_partial.IsIdle)
        {
            _node.OnReady(this);
        }

        if (_draining && _partial.IsIdle && (_credit == 0 || !_node.HasMessagesFor(this)))
        {
            _draining = false;
            _deliveryCount += _credit;
            _credit = 0;
            NoteCredit();
            SendFlow(drain: true);
        }
    }

    public override void OnFlow(in FlowFrame flow)
    {
        if (flow.LinkCredit is { } credit)
        {
            _credit = SerialNumber.Left(flow.DeliveryCount ?? 0, credit, _deliveryCount);
            NoteCredit();
        }

        _draining = flow.Drain;
        Pump();
        if (flow.Echo && !flow.Drain)
        {
            SendFlow(drain: false);
        }
    }

    /// <summary>Handles an outcome of the consumer. Returns false if it must be written to disk first; the delivery stays unsettled until then.</summary>
    public bool OnOutcome(Delivery delivery, ReadOnlySpan<byte> state)
    {
        var isPartial = _partial.OnConsumerSettled(delivery);
        Counts.CountOutcome(state);
        delivery.Settle(state);
        if (isPartial)
        {
            delivery.Drop();
        }

        var isFinal = delivery.OutcomeBeingWritten == 0;
        if ((isFinal && _unsettled.Remove(delivery)) || isPartial)
        {
            Pump();
        }

        return isFinal;
    }

    public void OnWritten(Delivery delivery)
    {
        Session.Outgoing.OnWritten(delivery);
        if (_unsettled.Remove(delivery))
        {
            Pump();
        }
    }

    public void OnProducerSettled(Delivery delivery)
    {
        if (!Session.Outgoing.Untrack(delivery))
        {
            return;
        }

        var wasFull = _unsettled.Remove(delivery);
        if (_partial.IsOf(delivery))
        {
            _partial.OnProducerSettled();
            return;
        }

        Session.SendDisposition(roleReceiver: false, delivery.OutgoingId, delivery.OutgoingId, default);
        if (wasFull)
        {
            Pump();
        }
    }

    public void Detach(string condition, string description) => Session.Detach(this, condition, description);

    /// <summary>
    /// Cleans up after the consumer was lost. A partly sent message and waiting messages are rerouted. It is unknown whether the consumer
    /// has processed the messages that it had received completely, so their outcome is modified with delivery-failed.
    /// </summary>
    public override bool Continue()
    {
        if (_partial.Abandon() is { } unfinished)
        {
            if (Session.Outgoing.Untrack(unfinished))
            {
                _unsettled.Remove(unfinished);
            }

            unfinished.Consumer = null;
            _node.Return(unfinished);
        }

        while (_unsettled.First is { } delivery)
        {
            if (!Context.Turns.Chores.Spend())
            {
                return false;
            }

            Session.Outgoing.Untrack(delivery);
            _unsettled.Remove(delivery);
            delivery.Settle(Outcomes.ModifiedFailed);
        }

        if (!_node.Recover(this))
        {
            return false;
        }

        Context.Nodes.RemoveIfUnused(_node);
        return true;
    }

    private protected override void EnterNode() => _node.Add(this);

    private protected override void LeaveNode()
    {
        _node.Remove(this);
        Session.Stalled.Remove(this);
    }

    private bool Refuses(int size) => _maxMessageSize > 0 && (ulong)size > _maxMessageSize;

    private bool SendsSettled(Delivery delivery) =>
        _settleMode == SenderSettleMode.Settled || (!delivery.AwaitsOutcome && !AlwaysUnsettled);

    private uint NextId(bool settled)
    {
        _deliveryCount++;
        if (--_credit == 0)
        {
            NoteCredit();
        }

        Counts.Count(settled);
        Context.Sent.Count(settled);
        return Session.Outgoing.NextId();
    }

    private void SendRest()
    {
        _partial.Continue()?.Settle(Outcomes.Accepted);
        if (!_partial.IsIdle)
        {
            Session.Stalled.Add(this);
        }
    }

    private void Track(Delivery delivery, uint id)
    {
        delivery.Consumer = this;
        delivery.OutgoingId = id;
        _unsettled.Add(delivery);
        Session.Outgoing.Track(delivery);
    }

    private void SendFlow(bool drain) => Session.SendFlow(new LinkFlow(Handle, _deliveryCount, _credit, drain));
}
