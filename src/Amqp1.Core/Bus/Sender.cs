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
    private readonly DeliveryQueue _queue = new();
    private readonly DeliveryQueue _inFlight = new();
    private readonly DeliveryQueue _delayed = new();
    private BusConnection? _connection;
    private SenderAttachment? _attachment;
    private bool _pumping;
    private bool _pumpAgain;
    private bool _reattachPending;
    private bool _retired;
    private bool _usedSinceSweep = true;

    public Sender(Destination destination, SenderCache owner, BusSettings settings, BusConnection? connection)
    {
        Destination = destination;
        _connection = connection;
        _owner = owner;
        _settings = settings;
    }

    public Destination Destination { get; }

    public int PendingDeliveries
    {
        get
        {
            lock (_gate)
            {
                return _queue.Count + _inFlight.Count + _delayed.Count;
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
            delivery.Stage = DeliveryStage.Queued;
            _queue.AddLast(delivery);
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

    /// <summary>Takes a delivery back that has not left. One that is under way stays until its outcome is known.</summary>
    public void Withdraw(PendingDelivery delivery)
    {
        lock (_gate)
        {
            if (delivery.Stage is DeliveryStage.Queued or DeliveryStage.Delayed)
            {
                (delivery.Stage == DeliveryStage.Queued ? _queue : _delayed).Remove(delivery);
                delivery.Stage = DeliveryStage.Done;
            }
        }
    }

    /// <summary>There is a connection: attaches if something is waiting. Links come up when they are needed.</summary>
    public void OnConnected(BusConnection connection)
    {
        lock (_gate)
        {
            if (connection.IsLost || _connection == connection)
            {
                return;
            }

            _connection = connection;
            _attachment = null;
            _reattachPending = false;
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
            _connection = null;
        }

        Reset(null, failure);
    }

    /// <summary>An attempt to connect failed, which costs what waits a retry.</summary>
    public void Charge(SendFailure failure)
    {
        List<PendingDelivery>? exhausted;
        lock (_gate)
        {
            exhausted = ChargeQueued();
        }

        FailAll(exhausted, failure);
    }

    /// <summary>Detaches a sender that was not used since the last sweep; true when it has been given up.</summary>
    public bool SweepIfIdle()
    {
        SenderAttachment? attachment;
        lock (_gate)
        {
            if (_usedSinceSweep || !IsEmpty)
            {
                _usedSinceSweep = false;
                return false;
            }

            _retired = true;
            attachment = _attachment;
            _attachment = null;
        }

        attachment?.Detach();
        return true;
    }

    /// <summary>Fails all that waits or is under way; nothing is taken any more.</summary>
    public void Close(SendFailure failure)
    {
        List<PendingDelivery> left = [];
        lock (_gate)
        {
            _retired = true;
            _attachment = null;
            TakeAll(_queue, left);
            TakeAll(_inFlight, left);
            TakeAll(_delayed, left);
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
                attachment = _attachment;
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

    private bool IsEmpty => _queue.IsEmpty && _inFlight.IsEmpty && _delayed.IsEmpty;

    private PendingDelivery? TakeNext(SenderAttachment? attachment)
    {
        if (_queue.First is not { } next || attachment is not { IsAttached: true })
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

        _queue.Remove(next);
        next.Stage = DeliveryStage.InFlight;
        next.Current = null;
        _inFlight.AddLast(next);
        return next;
    }

    private bool CanSend(PendingDelivery delivery, SenderAttachment attachment) =>
        attachment.Credit > 0 && (!delivery.NeedsReplyAddress || _owner.Inbox.Address is not null);

    private void Transfer(SenderAttachment attachment, PendingDelivery delivery)
    {
        try
        {
            if (TooLarge(attachment, delivery) is { } failure)
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
                Finish(delivery);
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

    /// <summary>The link would refuse the message and be lost with it; its sender is told instead.</summary>
    private static SendFailure? TooLarge(SenderAttachment attachment, PendingDelivery delivery)
    {
        const int SectionsAround = 512;
        var size = delivery.Outgoing.Body?.Length ?? 0;
        return attachment.MaxMessageSize > 0 && (ulong)size + SectionsAround > attachment.MaxMessageSize
            ? new SendFailure($"The message of {size} bytes exceeds the {attachment.MaxMessageSize} that the peer takes.", ErrorCode.MessageSizeExceeded)
            : null;
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
        var transferred = delivery.Current?.DeliveryTag is not null;
        lock (_gate)
        {
            if (delivery.Stage != DeliveryStage.InFlight)
            {
                return;
            }

            _inFlight.Remove(delivery);
            delivery.Stage = transferred ? DeliveryStage.Done : DeliveryStage.Queued;
            if (!transferred)
            {
                _queue.AddFirst(delivery);
            }
        }

        if (transferred)
        {
            delivery.Fail(new SendFailure($"The link was lost: {failure.Message}", InDoubt: true));
        }
    }

    private void OnOutcome(ILink link, Message message, Amqp.Framing.Outcome? outcome, PendingDelivery delivery)
    {
        try
        {
            var (verdict, failure) = OutcomeTable.Classify(outcome, OutcomeTable.IsUp(link), message.DeliveryTag is not null);
            if (verdict is Verdict.Requeue)
            {
                // The link's end follows and puts it back in its order.
                return;
            }

            if (!TryFinish(delivery, message, verdict == Verdict.Resend))
            {
                return;
            }

            switch (verdict)
            {
                case Verdict.Accepted:
                    delivery.OnAccepted();
                    break;
                case Verdict.Resend:
                    Resend(delivery, failure!);
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

    private bool TryFinish(PendingDelivery delivery, Message message, bool resend)
    {
        lock (_gate)
        {
            if (delivery.Stage != DeliveryStage.InFlight || !ReferenceEquals(delivery.Current, message))
            {
                return false;
            }

            _inFlight.Remove(delivery);
            delivery.Stage = DeliveryStage.Done;
            if (resend && !delivery.HasEnded && delivery.Retries != 0)
            {
                // It is certain that this attempt was not processed: whatever happens now, the message is not in doubt.
                delivery.Current = null;
                delivery.Stage = DeliveryStage.Delayed;
                _delayed.AddLast(delivery);
            }

            return true;
        }
    }

    private void Finish(PendingDelivery delivery)
    {
        lock (_gate)
        {
            if (delivery.Stage == DeliveryStage.InFlight)
            {
                _inFlight.Remove(delivery);
                delivery.Stage = DeliveryStage.Done;
            }
        }
    }

    private void Resend(PendingDelivery delivery, SendFailure failure)
    {
        if (delivery.Stage != DeliveryStage.Delayed)
        {
            delivery.Fail(failure);
            return;
        }

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
            if (delivery.Stage != DeliveryStage.Delayed)
            {
                return;
            }

            _delayed.Remove(delivery);
            delivery.Stage = DeliveryStage.Queued;
            _queue.AddLast(delivery);
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
        SenderAttachment attachment;
        lock (_gate)
        {
            if (_retired || _connection is null || _attachment is not null || _reattachPending || _queue.IsEmpty)
            {
                return;
            }

            attachment = new SenderAttachment(_connection, _connection.Syntax.AddressOf(Destination), _ => Pump(), OnAttachmentClosed);
            _attachment = attachment;
        }

        attachment.Begin();
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
        List<PendingDelivery> doubtful = [];
        List<PendingDelivery>? exhausted;
        bool reattach;
        lock (_gate)
        {
            if (attachment is not null && _attachment != attachment)
            {
                return;
            }

            _attachment = null;
            SplitInFlight(doubtful);
            exhausted = ChargeQueued();
            reattach = _connection is not null && !_queue.IsEmpty && !_reattachPending && !_retired;
            _reattachPending |= reattach;
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
            _reattachPending = false;
        }

        EnsureAttached();
    }

    /// <summary>What was never transferred goes back to the front in its order; the rest is in doubt.</summary>
    private void SplitInFlight(List<PendingDelivery> doubtful)
    {
        List<PendingDelivery> under = [];
        TakeAll(_inFlight, under);
        for (var i = under.Count - 1; i >= 0; i--)
        {
            var delivery = under[i];
            if (delivery.Current?.DeliveryTag is not null)
            {
                doubtful.Add(delivery);
            }
            else if (!delivery.HasEnded)
            {
                delivery.Stage = DeliveryStage.Queued;
                _queue.AddFirst(delivery);
            }
        }
    }

    private List<PendingDelivery>? ChargeQueued()
    {
        List<PendingDelivery>? exhausted = null;
        for (var delivery = _queue.First; delivery is not null;)
        {
            var next = delivery.NextInQueue;
            if (delivery.Retries == 0)
            {
                _queue.Remove(delivery);
                delivery.Stage = DeliveryStage.Done;
                (exhausted ??= []).Add(delivery);
            }
            else if (delivery.Retries > 0)
            {
                delivery.Retries--;
            }

            delivery = next;
        }

        return exhausted;
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
            if (_retired || _attachment is not null || !IsEmpty)
            {
                return;
            }

            _retired = true;
        }

        _owner.Remove(this);
    }

    private static void TakeAll(DeliveryQueue queue, List<PendingDelivery> into)
    {
        while (queue.First is { } delivery)
        {
            queue.Remove(delivery);
            delivery.Stage = DeliveryStage.Done;
            into.Add(delivery);
        }
    }

    private static void FailAll(List<PendingDelivery>? deliveries, SendFailure failure)
    {
        foreach (var delivery in deliveries ?? [])
        {
            delivery.Fail(failure);
        }
    }
}
