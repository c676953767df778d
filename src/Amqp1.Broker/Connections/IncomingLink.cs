using Amqp1.Broker.Frames;
using Amqp1.Broker.Routing;

namespace Amqp1.Broker.Connections;

/// <summary>
/// A link on which the peer sends messages: to one address, or, as an anonymous relay, to the address in each message. It assembles
/// messages from their frames and manages the credit: the messages that the peer may send and those that the router holds for it never
/// exceed the capacity together.
/// </summary>
internal sealed class IncomingLink(Session session, string name, uint handle, Address? address, uint initialDeliveryCount) : Link(session, name, handle)
{
    private readonly RouterCore _router = session.Connection.Router;
    private readonly UnsettledDeliveries _unsettled = new(session.Connection.Router, DeliveryEnd.Source);
    private readonly AnonymousRelay? _relay = address is null ? new AnonymousRelay(session.Connection) : null;
    private MessageAssembly? _assembly;
    private uint _deliveryCount = initialDeliveryCount;
    private uint _limit = initialDeliveryCount;
    private uint _highestLimit = initialDeliveryCount;
    private int _held;
    private long _heldBytes;
    private bool _flushing;

    private int Capacity => _router.Options.LinkCapacity;

    private int MostUnsettled => _router.Options.MaxUnsettledPerLink;

    private long MostBytes => _router.Options.LinkCapacityBytes;

    private int Credit => SerialNumber.Distance(_deliveryCount, _limit);

    private bool Wanted => address is null || address.HasConsumers;

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

        Session.Connection.CheckHeld();
    }

    /// <summary>Counts a message of this link that the router holds.</summary>
    public void Hold(int size)
    {
        _held++;
        _heldBytes += size;
        Session.Connection.Hold(size);
        _router.Memory.Add(MemoryAccount.Delivery);
    }

    /// <summary>Releases a held message, which was sent or dropped.</summary>
    public void Unhold(int size)
    {
        _held--;
        _heldBytes -= size;
        Session.Connection.Unhold(size);
        _router.Memory.Remove(MemoryAccount.Delivery);
        UpdateCredit();
    }

    /// <summary>Tracks a delivery of this link until its consumer settles it.</summary>
    public void Track(Delivery delivery) => _unsettled.Add(delivery);

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
            _router.FlushLater(this);
        }
    }

    public void FlushCredit()
    {
        _flushing = false;
        if (IsAttached && CreditToTell() is { } credit)
        {
            _limit = _deliveryCount + (uint)credit;
            if (SerialNumber.Distance(_highestLimit, _limit) > 0)
            {
                _highestLimit = _limit;
            }

            SendFlow();
        }
    }

    public override void OnFlow(in FlowFrame flow)
    {
        // A sender may give up credit by advancing its delivery-count.
        if (flow.DeliveryCount is { } count
            && _assembly is null
            && SerialNumber.Distance(_deliveryCount, count) > 0
            && SerialNumber.Distance(count, _highestLimit) >= 0)
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
            if (!_router.Chores.Spend() || !delivery.SenderGone())
            {
                return false;
            }

            Session.Incoming.Remove(delivery);
        }

        return true;
    }

    private protected override void EnterAddress()
    {
        if (address is not null)
        {
            address.Add(this);
        }
        else
        {
            UpdateCredit();
        }
    }

    private protected override void LeaveAddress()
    {
        DropAssembly();
        _router.Memory.Forget(this);
        address?.Remove(this);
    }

    /// <summary>
    /// Returns the new credit of the peer if an update is due, otherwise null. An update is due at once if the peer must stop, otherwise at
    /// half of the capacity.
    /// </summary>
    private int? CreditToTell()
    {
        var credit = Math.Max(Credit, 0);
        if (!Wanted || _router.Memory.IsPressed)
        {
            if (Wanted)
            {
                _router.Memory.WaitForRoom(this);
            }

            return credit > 0 ? 0 : null;
        }

        var due = Math.Max(Math.Min(Capacity - _held, MostUnsettled - _unsettled.Count), 0);
        if (_heldBytes > 0 && (MostBytes - _heldBytes) * _held / _heldBytes is var fit && fit < due)
        {
            // For large messages, the credit is the number of messages that fit, assuming the size of the waiting ones.
            due = (int)Math.Max(fit, 0);
            return due < credit || (credit == 0 && due > 0) ? due : null;
        }

        return due - credit >= Math.Max(Math.Min(Capacity, MostUnsettled) / 2, 1) ? due : null;
    }

    private void SendFlow() => Session.SendFlow(new LinkFlow(Handle, _deliveryCount, (uint)Math.Max(Credit, 0), Drain: false));

    private void Begin(in TransferFrame frame)
    {
        var deliveryId = frame.DeliveryId ?? throw PeerFaultException.Link(ErrorCondition.InvalidField, "The first transfer of a delivery has no delivery-id.");
        if (SerialNumber.Distance(_deliveryCount, _highestLimit) <= 0)
        {
            throw PeerFaultException.Link(ErrorCondition.TransferLimitExceeded, "A message was sent without credit.");
        }

        _deliveryCount++;
        if (!frame.Aborted)
        {
            CheckSize(frame.Payload.Length);
            if (frame.More)
            {
                _assembly = new MessageAssembly(deliveryId, frame, Session.Connection);
            }
            else
            {
                Forward(new IncomingMessage(this, deliveryId, frame.MessageFormat ?? 0, frame.Settled, frame.Payload, default));
            }
        }

        UpdateCredit();
    }

    private void Continue(MessageAssembly assembly, in TransferFrame frame)
    {
        if (frame.DeliveryId is { } id && id != assembly.DeliveryId)
        {
            throw PeerFaultException.Link(ErrorCondition.NotAllowed, "A delivery began before the one on the same link was complete.");
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
            var payload = assembly.Payload;
            DropAssembly();
            if (assembly.IsDiscarded)
            {
                GiveBack(assembly);
            }
            else
            {
                Forward(new IncomingMessage(this, assembly.DeliveryId, assembly.Format, assembly.Settled, payload.Span, payload));
            }

            UpdateCredit();
        }
    }

    private void DropAssembly()
    {
        _assembly?.Release();
        _assembly = null;
    }

    private void CheckSize(long size)
    {
        if (size > _router.Options.MaxMessageSize)
        {
            throw PeerFaultException.Link(ErrorCondition.MessageSizeExceeded, $"The message is larger than {_router.Options.MaxMessageSize} bytes.");
        }
    }

    private void Forward(in IncomingMessage message)
    {
        if (address is not null)
        {
            address.Forward(message);
        }
        else
        {
            _relay!.Forward(message);
        }
    }

    /// <summary>Releases a message that was discarded because the router was full.</summary>
    private void GiveBack(MessageAssembly assembly)
    {
        _router.Memory.CountRefused();
        if (assembly.Settled)
        {
            _router.CountLost(address?.Name ?? AnonymousRelay.NoAddress, 1);
        }
        else
        {
            Session.Incoming.Settle(assembly.DeliveryId, Outcomes.Released);
        }
    }
}
