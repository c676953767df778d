using Amqp;
using Amqp.Framing;
using Amqp1.Addressing;
using Microsoft.Extensions.Logging;

namespace Amqp1.Bus;

/// <summary>
/// Sends to one destination: a queue of its own, the link when there is one, and what is under way on it.
/// </summary>
/// <remarks>
/// Messages wait here, not in AMQPNetLite: one is handed to the link only when the link has credit, so that a waiting message
/// can be withdrawn, charged a retry and moved to another connection, and what was handed over has certainly left.
/// Thread-safe. No method of AMQPNetLite is called under the lock, because its callbacks come under locks of its own.
/// </remarks>
internal sealed class Sender
{
    private static readonly OutcomeCallback Outcome = static (link, message, outcome, state) =>
    {
        var delivery = (PendingDelivery)state;
        delivery.Sender!.OnOutcome(link, message, outcome, delivery);
    };

    private readonly SenderCache _owner;
    private readonly BusSettings _settings;
    private readonly Lock _gate = new();
    private readonly SenderDeliveries _deliveries = new();
    private readonly SenderLinkState _link;
    private readonly Func<BusConnection, SenderAttachment> _makeAttachment;
    private bool _pumping;
    private bool _pumpAgain;
    private bool _retired;
    private bool _usedSinceSweep = true;

    public Sender(Destination destination, SenderCache owner, BusSettings settings, BusConnection? connection)
    {
        Destination = destination;
        _link = new SenderLinkState(connection);
        _owner = owner;
        _settings = settings;
        _makeAttachment = connected => new SenderAttachment(connected, connected.Syntax.AddressOf(Destination), _ => Pump(), OnAttachmentClosed);
    }

    public Destination Destination { get; }

    public int PendingDeliveries
    {
        get
        {
            lock (_gate)
            {
                return _deliveries.Count;
            }
        }
    }

    /// <summary>Takes the delivery; false when the sender has been given up, and a new one is to be asked for.</summary>
    public bool TryEnqueue(PendingDelivery delivery)
    {
        lock (_gate)
        {
            if (_retired)
            {
                return false;
            }

            delivery.Sender = this;
            _deliveries.Enqueue(delivery);
            _usedSinceSweep = true;
        }

        if (delivery.HasEnded)
        {
            Withdraw(delivery);
        }

        EnsureAttached();
        Pump();
        return true;
    }

    /// <summary>Forgets a delivery that has ended. What has left already takes its course, and nobody waits for its outcome.</summary>
    public void Withdraw(PendingDelivery delivery)
    {
        lock (_gate)
        {
            _deliveries.Withdraw(delivery);
        }
    }

    /// <summary>Whether the delivery may have reached the peer; if not, it waits here or is about to.</summary>
    public bool MayHaveLeft(PendingDelivery delivery)
    {
        lock (_gate)
        {
            return delivery.MayHaveLeft;
        }
    }

    /// <summary>There is a connection: attaches if something is waiting. Links come up when they are needed.</summary>
    public void OnConnected(BusConnection connection)
    {
        lock (_gate)
        {
            if (!_link.TryConnect(connection))
            {
                return;
            }
        }

        EnsureAttached();
    }

    /// <summary>
    /// The connection is gone. What had left fails as in doubt, what waits is charged a retry and keeps its place.
    /// </summary>
    public void OnConnectionLost(SendFailure failure)
    {
        lock (_gate)
        {
            _link.Disconnect();
        }

        Reset(null, failure);
    }

    /// <summary>An attempt to connect failed, which costs what waits a retry.</summary>
    public void Charge(SendFailure failure)
    {
        List<PendingDelivery> exhausted;
        lock (_gate)
        {
            exhausted = _deliveries.Charge();
        }

        FailAll(exhausted, failure);
    }

    /// <summary>Detaches a sender that was not used since the last sweep; true when it has been given up.</summary>
    public bool SweepIfIdle()
    {
        SenderAttachment? attachment;
        lock (_gate)
        {
            if (_usedSinceSweep || !_deliveries.IsEmpty)
            {
                _usedSinceSweep = false;
                return false;
            }

            _retired = true;
            attachment = _link.Release();
        }

        attachment?.Detach();
        return true;
    }

    /// <summary>Fails all that waits or is under way; nothing is taken any more.</summary>
    public void Close(SendFailure failure)
    {
        List<PendingDelivery> left;
        lock (_gate)
        {
            _retired = true;
            _link.Release();
            left = _deliveries.TakeAll();
        }

        FailAll(left, failure);
    }

    /// <summary>Sends what can be sent. Called whenever something changed: a new message, credit, the reply address.</summary>
    public void Pump()
    {
        lock (_gate)
        {
            if (_pumping)
            {
                _pumpAgain = true;
                return;
            }

            _pumping = true;
        }

        while (true)
        {
            PendingDelivery? delivery;
            SenderAttachment? attachment;
            lock (_gate)
            {
                attachment = _link.Current;
                delivery = TakeNext(attachment);
                if (delivery is null)
                {
                    if (_pumpAgain)
                    {
                        _pumpAgain = false;
                        continue;
                    }

                    _pumping = false;
                    return;
                }
            }

            Transfer(attachment!, delivery);
        }
    }

    private PendingDelivery? TakeNext(SenderAttachment? attachment)
    {
        if (_deliveries.Next is not { } next || attachment is not { IsAttached: true })
        {
            return null;
        }

        if (!CanSend(next, attachment))
        {
            _owner.AddStarved(this);
            // What it waits for may have come between the look and the entry in the list.
            if (!CanSend(next, attachment))
            {
                return null;
            }
        }

        _deliveries.BeginTransfer(next);
        return next;
    }

    private bool CanSend(PendingDelivery delivery, SenderAttachment attachment) =>
        attachment.Credit > 0 && (!delivery.NeedsReplyAddress || _owner.Inbox.Address is not null);

    private void Transfer(SenderAttachment attachment, PendingDelivery delivery)
    {
        try
        {
            if (DeliveryAttempt.TooLarge(attachment, delivery) is { } failure)
            {
                Finish(delivery);
                delivery.Fail(failure);
                return;
            }

            var remaining = _owner.Deadlines.Until(delivery.Due);
            var message = delivery.CreateMessage(attachment.Address, remaining, _owner.Inbox);
            delivery.Current = message;
            if (_settings.PreSettled.Contains(delivery.Outgoing.Kind) || delivery.Outgoing.Kind == Wire.MessageKind.Heartbeat)
            {
                attachment.Link.Send(message, null, null);
                if (Finish(delivery))
                {
                    delivery.Outgoing.ReturnBody();
                }

                delivery.OnAccepted();
            }
            else
            {
                attachment.Link.Send(message, Outcome, delivery);
            }
        }
#pragma warning disable CA1031 // Whatever goes wrong with this message is reported to its sender; the pump goes on with the next.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            OnTransferFailed(attachment, delivery, failure);
        }
    }

    private void OnTransferFailed(SenderAttachment attachment, PendingDelivery delivery, Exception failure)
    {
        if (OutcomeTable.IsUp(attachment.Link))
        {
            Finish(delivery);
            delivery.Fail(new SendFailure($"The message could not be sent: {failure.Message}"));
            return;
        }

        // The link has gone under the message. If it had not left, it waits for the next link; the link's end, which is
        // about to be reported, charges it.
        attachment.MarkDown();
        bool transferred;
        lock (_gate)
        {
            transferred = delivery.MayHaveLeft;
            if (!_deliveries.TryFinish(delivery))
            {
                return;
            }

            if (!transferred)
            {
                _deliveries.Requeue(delivery);
            }
        }

        if (transferred)
        {
            delivery.Fail(new SendFailure($"The link was lost: {failure.Message}", InDoubt: true));
        }
    }

    private void OnOutcome(ILink link, Message? message, Amqp.Framing.Outcome? outcome, PendingDelivery delivery)
    {
        try
        {
            if (message is null)
            {
                // A second outcome: with the first the message was given back.
                return;
            }

            var (verdict, failure) = OutcomeTable.Classify(outcome, OutcomeTable.IsUp(link), message.DeliveryTag is not null);
            if (verdict is Verdict.Requeue)
            {
                // The link's end follows and puts it back in its order.
                return;
            }

            bool delayed;
            uint maxFrameSize;
            lock (_gate)
            {
                if (!_deliveries.TrySettle(delivery, message))
                {
                    return;
                }

                delayed = verdict == Verdict.Resend && _deliveries.TryDelay(delivery);
                maxFrameSize = _link.Current?.Connection.Peer.MaxFrameSize ?? 0;
            }

            // It was encoded before it left, so nobody reads its body any more, unless it is to be sent again.
            DeliveryAttempt.ReleaseSettled(message, outcome, maxFrameSize);
            if (!delayed)
            {
                delivery.Outgoing.ReturnBody();
            }

            switch (verdict)
            {
                case Verdict.Accepted:
                    delivery.OnAccepted();
                    break;
                case Verdict.Resend when delayed:
                    ResendLater(delivery);
                    break;
                default:
                    delivery.Fail(failure!);
                    GiveUpIfUnused();
                    break;
            }
        }
#pragma warning disable CA1031 // An exception that leaves a callback would end the connection.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            BusLog.CallbackFailed(_owner.Logger, failure);
        }
    }

    private bool Finish(PendingDelivery delivery)
    {
        lock (_gate)
        {
            return _deliveries.TryFinish(delivery);
        }
    }

    private void ResendLater(PendingDelivery delivery)
    {
        var delay = ResendDelay.Of(delivery, _settings.LinkRetryDelay);
        if (delivery.Retries > 0)
        {
            delivery.Retries--;
        }

        delivery.Attempts++;
        _owner.Deadlines.Add(new DeadlineCallback(() => OnDelayOver(delivery)), delay);
    }

    private void OnDelayOver(PendingDelivery delivery)
    {
        lock (_gate)
        {
            if (!_deliveries.TryEndDelay(delivery))
            {
                return;
            }
        }

        if (delivery.HasEnded)
        {
            Withdraw(delivery);
        }

        EnsureAttached();
        Pump();
    }

    private void EnsureAttached()
    {
        SenderAttachment? attachment;
        lock (_gate)
        {
            attachment = _retired || _deliveries.Next is null ? null : _link.BeginAttach(_makeAttachment);
        }

        attachment?.Begin();
    }

    private void OnAttachmentClosed(SenderAttachment attachment, Error? error)
    {
        try
        {
            if (!attachment.Connection.IsOpen)
            {
                // The link went with its connection; the loss of that is one event and costs one retry.
                return;
            }

            var why = error is null ? "" : $" ({error.Condition}{(error.Description is { } text ? ": " + text : "")})";
            Reset(attachment, new SendFailure($"The link to {attachment.Address} was closed{why}.", error?.Condition));
        }
#pragma warning disable CA1031 // An exception that leaves a callback would end the connection.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            BusLog.CallbackFailed(_owner.Logger, failure);
        }
    }

    /// <summary>The link is gone; null for whichever there is.</summary>
    private void Reset(SenderAttachment? attachment, SendFailure failure)
    {
        List<PendingDelivery> doubtful;
        List<PendingDelivery> exhausted;
        bool reattach;
        lock (_gate)
        {
            if (!_link.TryLose(attachment))
            {
                return;
            }

            doubtful = _deliveries.LoseLink();
            exhausted = _deliveries.Charge();
            reattach = _deliveries.Next is not null && !_retired && _link.TryPlanReattach();
        }

        FailAll(doubtful, failure with { InDoubt = true });
        FailAll(exhausted, failure);
        if (reattach)
        {
            BusLog.SenderLinkClosed(_owner.Logger, Destination.ToString(), failure.Reason);
            _owner.Deadlines.Add(new DeadlineCallback(OnReattachDue), _settings.LinkRetryDelay);
        }

        GiveUpIfUnused();
    }

    private void OnReattachDue()
    {
        lock (_gate)
        {
            _link.OnReattachDue();
        }

        EnsureAttached();
    }

    /// <summary>A reply address that nobody listens at any more is given up at once: there are many of them, and none comes back.</summary>
    private void GiveUpIfUnused()
    {
        if (Destination.ReplyAddress is null)
        {
            return;
        }

        lock (_gate)
        {
            if (_retired || _link.Current is not null || !_deliveries.IsEmpty)
            {
                return;
            }

            _retired = true;
        }

        _owner.Remove(this);
    }

    private static void FailAll(List<PendingDelivery> deliveries, SendFailure failure)
    {
        foreach (var delivery in deliveries)
        {
            delivery.Fail(failure);
        }
    }
}
