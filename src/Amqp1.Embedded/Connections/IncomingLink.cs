using Amqp1.Embedded.Frames;
using Amqp1.Embedded.Routing;

namespace Amqp1.Embedded.Connections;

/// <summary>
/// A link on which the peer sends: to one address, or, as an anonymous relay, to the one each message names. Puts messages together
/// from their frames and owns the credit: what the peer may send and what the router holds for it together never exceed the capacity.
/// </summary>
internal sealed class IncomingLink(Session session, string name, uint handle, Address? address, uint initialDeliveryCount) : Link(session, name, handle)
{
    private const string NoAddress = "an address without consumers";
    private static readonly byte[] NoRecipient = Outcomes.Rejected(ErrorCondition.NotFound, "The message has no properties.to to be routed by.");
    private static readonly byte[] Unauthorized = Outcomes.Rejected(ErrorCondition.UnauthorizedAccess, "The sender may not send to this address.");
    private static readonly byte[] Undecodable = Outcomes.Rejected(ErrorCondition.DecodeError, "The properties of the message do not decode.");

    private readonly RouterCore _router = session.Connection.Router;
    private MessageAssembly? _assembly;
    private uint _deliveryCount = initialDeliveryCount;
    private uint _limit = initialDeliveryCount;
    private uint _highestLimit = initialDeliveryCount;
    private int _held;
    private long _heldBytes;
    private int _unsettled;
    private bool _flushing;

    private int Capacity => _router.Options.LinkCapacity;

    private int MostUnsettled => _router.Options.MaxUnsettledPerLink;

    private long MostBytes => _router.Options.LinkCapacityBytes;

    private int Credit => SerialNumber.Distance(_deliveryCount, _limit);

    private bool Wanted => address is null || address.HasConsumers;

    public void Start()
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
    }

    /// <summary>A held message has left, one way or the other.</summary>
    public void Unhold(int size)
    {
        _held--;
        _heldBytes -= size;
        Session.Connection.Unhold(size);
        UpdateCredit();
    }

    /// <summary>A delivery of this link is to be settled by its consumer.</summary>
    public void Track() => _unsettled++;

    /// <summary>A delivery of this link is settled.</summary>
    public void Untrack()
    {
        _unsettled--;
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

    public override void Unlink()
    {
        base.Unlink();
        DropAssembly();
        Session.Incoming.Forget(this);
        address?.Remove(this);
    }

    public override void Recover()
    {
        // A sender leaves nothing behind that would need another way.
    }

    /// <summary>Credit the peer should have, when it is time to say so: at once if it has to stop, at half of the capacity otherwise.</summary>
    private int? CreditToTell()
    {
        var credit = Math.Max(Credit, 0);
        if (!Wanted)
        {
            return credit > 0 ? 0 : null;
        }

        var due = Math.Max(Math.Min(Capacity - _held, MostUnsettled - _unsettled), 0);
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
                _assembly = new MessageAssembly(deliveryId, frame);
                Session.Connection.Hold(frame.Payload.Length);
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
        Session.Connection.Hold(frame.Payload.Length);
        if (!frame.More)
        {
            DropAssembly();
            var payload = assembly.Payload;
            Forward(new IncomingMessage(this, assembly.DeliveryId, assembly.Format, assembly.Settled, payload.Span, payload));
            UpdateCredit();
        }
    }

    private void DropAssembly()
    {
        Session.Connection.Unhold(_assembly?.Length ?? 0);
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
            Relay(message);
        }
    }

    private void Relay(in IncomingMessage message)
    {
        Address? to = null;
        byte[] refusal;
        try
        {
            var name = MessageProperties.ReadTo(message.Payload, out var present);
            if (!present)
            {
                refusal = NoRecipient;
            }
            else if (Session.Connection.Rights is { } rights && !rights.MaySendTo(name))
            {
                refusal = Unauthorized;
                CountRefused(rights.User);
            }
            else
            {
                refusal = [];
                to = _router.Addresses.Find(name);
            }
        }
        catch (PeerFaultException)
        {
            // The frame is sound; what is in it is between the sender and nobody.
            refusal = Undecodable;
        }

        if (to is not null)
        {
            to.Forward(message);
        }
        else if (message.Settled)
        {
            _router.CountLost(NoAddress, 1);
        }
        else
        {
            Session.Incoming.Settle(message.DeliveryId, refusal.Length > 0 ? refusal : Outcomes.Released);
            _router.CountReturned(NoAddress);
        }
    }

    private void CountRefused(string user)
    {
        RouterMetrics.CountFault(_router.Logger, ErrorCondition.UnauthorizedAccess);
        if (_router.RefusedLog.Count() is { } refused)
        {
            _router.Logger.MessagesRefused(refused, Session.Connection.Peer, user);
        }
    }
}
