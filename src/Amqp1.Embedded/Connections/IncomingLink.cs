using Amqp1.Embedded.Frames;
using Amqp1.Embedded.Routing;

namespace Amqp1.Embedded.Connections;

/// <summary>
/// A link on which the peer sends: to one address, or, as an anonymous relay, to the one each message names. Puts messages together
/// from their frames and owns the credit: what the peer may send and what the router holds for it together never exceed the capacity.
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

    /// <summary>The router holds a message of this link.</summary>
    public void Hold(int size)
    {
        _held++;
        _heldBytes += size;
        Session.Connection.Hold(size);
        _router.Memory.Add(MemoryAccount.Delivery);
    }

    /// <summary>A held message has left, one way or the other.</summary>
    public void Unhold(int size)
    {
        _held--;
        _heldBytes -= size;
        Session.Connection.Unhold(size);
        _router.Memory.Remove(MemoryAccount.Delivery);
        UpdateCredit();
    }

    /// <summary>A delivery of this link is to be settled by its consumer.</summary>
    public void Track(Delivery delivery) => _unsettled.Add(delivery);

    /// <summary>A delivery of this link is settled.</summary>
    public void Untrack(Delivery delivery)
    {
        _unsettled.Remove(delivery);
        UpdateCredit();
    }

    /// <summary>Tells the peer its credit, later, if it is time to.</summary>
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
        // A sender may give up credit by moving its delivery-count ahead.
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

    /// <summary>The link is gone: no outcome can be told on it, and what waits of it is not sent.</summary>
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

    /// <summary>Credit the peer should have, when it is time to say so: at once if it has to stop, at half of the capacity otherwise.</summary>
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
            // Large messages: as many more as fit, if they are as large as those that wait.
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

    /// <summary>There was no room in the router for the message.</summary>
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
