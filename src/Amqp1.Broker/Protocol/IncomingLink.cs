using Amqp1.Broker.Codec;
using Amqp1.Broker.Context;
using Amqp1.Broker.Nodes;
using Amqp1.Broker.Protocol.Frames;
using Amqp1.Broker.Turns;

namespace Amqp1.Broker.Protocol;

/// <summary>
/// A link on which the peer sends messages: to one address, or, as an anonymous relay, to the address in each message. It assembles
/// messages from their frames and manages the credit: the messages that the peer may send and those that the broker holds for it never
/// exceed the capacity together.
/// </summary>
internal sealed class IncomingLink : Link, IPeerProducer, IMemoryWaiter, ITurnEnd
{
    private readonly INode? _node;
    private readonly AnonymousRelay? _relay;
    private readonly UnsettledDeliveries _unsettled;
    private MessageAssembly? _assembly;
    private uint _deliveryCount;
    private uint _limit;
    private uint _highestLimit;
    private int _held;
    private long _heldBytes;
    private bool _flushing;

    /// <summary>Creates the link to a node or, without one, an anonymous relay.</summary>
    public IncomingLink(Session session, in AttachFrame attach, INode? node, uint initialDeliveryCount)
        : base(session, attach.Name, attach.Handle)
    {
        _node = node;
        _relay = node is null ? new AnonymousRelay(session.Connection) : null;
        _unsettled = new UnsettledDeliveries(Context.Memory, DeliveryEnd.Producer);
        _deliveryCount = _limit = _highestLimit = initialDeliveryCount;
    }

    public override string? Address => _node?.Name;

    public override int CreditAvailable => Math.Max(Credit, 0);

    public override int Unsettled => _unsettled.Count;

    public override int UndeliveredCount => _held;

    public override int MostDeliveries => Context.Options.LinkCapacity;

    IRequester IPeerProducer.Requester => Session.Connection;

    private int Credit => SerialNumber.Distance(_deliveryCount, _limit);

    private bool Wanted => _node is null || _node.WantsMessages;

    public void OnTransfer(in TransferFrame frame)
    {
        if (_assembly is { } assembly)
        {
            Continue(assembly, frame);
        }
        else
        {
            Begin(frame);
        }

        Session.Connection.Memory.Check();
    }

    public void Hold(int size)
    {
        _held++;
        _heldBytes += size;
        Session.Connection.Memory.Hold(size);
        Context.Memory.Add(MemoryAccount.Delivery);
    }

    public void Release(int size)
    {
        _held--;
        _heldBytes -= size;
        Session.Connection.Memory.Release(size);
        Context.Memory.Remove(MemoryAccount.Delivery);
        UpdateCredit();
    }

    public void Track(Delivery delivery)
    {
        Session.Incoming.Track(delivery);
        _unsettled.Add(delivery);
    }

    public void Settle(uint ticket, ReadOnlySpan<byte> outcome)
    {
        Counts.CountOutcome(outcome);
        Context.Received.CountOutcome(outcome);
        Session.Incoming.Settle(ticket, outcome);
    }

    public void Detach(string condition, string description) => Session.Detach(this, condition, description);

    public void OnDemandChanged() => UpdateCredit();

    void IMemoryWaiter.OnRoom() => UpdateCredit();

    /// <summary>Removes a settled delivery of this link.</summary>
    public void Untrack(Delivery delivery)
    {
        _unsettled.Remove(delivery);
        UpdateCredit();
    }

    /// <summary>Schedules a credit update for the peer, if one is due.</summary>
    public void UpdateCredit()
    {
        if (!_flushing && IsAttached && CreditToTell() is not null)
        {
            _flushing = true;
            Context.Turns.AtEnd(TurnEndStage.Credit, this);
        }
    }

    void ITurnEnd.OnTurnEnd()
    {
        _flushing = false;
        if (IsAttached && CreditToTell() is { } credit)
        {
            _limit = _deliveryCount + (uint)credit;
            if (SerialNumber.Distance(_highestLimit, _limit) > 0)
            {
                _highestLimit = _limit;
            }

            NoteCredit();
            SendFlow();
        }
    }

    public override void OnFlow(in FlowFrame flow)
    {
        // A sender may give up credit by advancing its delivery-count.
        if (flow.DeliveryCount is { } count && _assembly is null
            && SerialNumber.Distance(_deliveryCount, count) > 0 && SerialNumber.Distance(count, _highestLimit) >= 0)
        {
            _deliveryCount = count;
            UpdateCredit();
        }

        if (flow.Echo)
        {
            SendFlow();
        }
    }

    /// <summary>Cleans up after the link has ended: no outcome can be reported on it, and its waiting messages are not sent.</summary>
    public override bool Continue()
    {
        while (_unsettled.First is { } delivery)
        {
            if (!Context.Turns.Chores.Spend() || !delivery.OnProducerGone())
            {
                return false;
            }

            Session.Incoming.Remove(delivery);
        }

        return true;
    }

    private protected override void EnterNode()
    {
        if (_node is not null)
        {
            _node.Add(this);
        }
        else
        {
            UpdateCredit();
        }
    }

    private protected override void LeaveNode()
    {
        DropAssembly();
        Context.Memory.Forget(this);
        if (_node is not null)
        {
            _node.Remove(this);
            Context.Nodes.RemoveIfUnused(_node);
        }
    }

    /// <summary>Returns the new credit of the peer if an update is due, otherwise null. An update is due at once if the peer must stop.</summary>
    private int? CreditToTell()
    {
        var credit = CreditAvailable;
        if (!Wanted || Context.Memory.IsPressed)
        {
            if (Wanted)
            {
                Context.Memory.WaitForRoom(this);
            }

            return credit > 0 ? 0 : null;
        }

        return SenderCredit.ToTell(Context.Options, credit, _held, _heldBytes, _unsettled.Count, _node?.Room ?? int.MaxValue);
    }

    // A link without consumers is drained, as by Qpid Dispatch, so that its sender can tell the loss of the consumers from a lack of memory.
    private void SendFlow() => Session.SendFlow(new LinkFlow(Handle, _deliveryCount, (uint)CreditAvailable, Drain: IsAttached && !Wanted));

    private void Begin(in TransferFrame frame)
    {
        var deliveryId = frame.DeliveryId ?? throw PeerFaultException.Link(ErrorCondition.InvalidField, "The first transfer of a delivery has no delivery-id.");
        if (SerialNumber.Distance(_deliveryCount, _highestLimit) <= 0)
        {
            throw PeerFaultException.Link(ErrorCondition.TransferLimitExceeded, "A message was sent without credit.");
        }

        if (SerialNumber.Distance(++_deliveryCount, _limit) == 0)
        {
            NoteCredit();
        }

        if (!frame.Aborted)
        {
            CheckSize(frame.Payload.Length);
            if (frame.More)
            {
                _assembly = new MessageAssembly(deliveryId, frame, Session.Connection);
            }
            else
            {
                Accept(new ReceivedMessage(new DeliveryTicket(this, deliveryId), frame.MessageFormat ?? 0, frame.Settled, frame.Payload, default));
            }
        }

        UpdateCredit();
    }

    private void Continue(MessageAssembly assembly, in TransferFrame frame)
    {
        if (frame.DeliveryId is { } id && id != assembly.DeliveryId)
        {
            throw PeerFaultException.Link(ErrorCondition.NotAllowed, "A delivery began before the previous one on the same link was complete.");
        }

        if (frame.Aborted)
        {
            DropAssembly();
            return;
        }

        CheckSize((long)assembly.Length + frame.Payload.Length);
        assembly.Append(frame);
        if (!frame.More)
        {
            _assembly = null;
            assembly.Release();
            if (assembly.IsDiscarded)
            {
                Context.Undelivered.NoMemory(new DeliveryTicket(this, assembly.DeliveryId), assembly.Settled, _node?.Name ?? AnonymousRelay.NoAddress);
            }
            else
            {
                Accept(new ReceivedMessage(new DeliveryTicket(this, assembly.DeliveryId), assembly.Format, assembly.Settled, assembly.Payload, default));
            }

            assembly.Return();
            UpdateCredit();
        }
    }

    private void DropAssembly() => Interlocked.Exchange(ref _assembly, null)?.Drop();

    private void CheckSize(long size)
    {
        if (size > Context.Options.MaxMessageSize)
        {
            throw PeerFaultException.Link(ErrorCondition.MessageSizeExceeded, $"The message is larger than {Context.Options.MaxMessageSize} bytes.");
        }
    }

    private void Accept(in ReceivedMessage message)
    {
        Counts.Count(message.Settled);
        Context.Received.Count(message.Settled);
        if (_node is not null)
        {
            _node.Accept(message);
        }
        else
        {
            _relay!.Accept(message);
        }
    }
}
