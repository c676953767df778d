using Amqp;
using Amqp1.Addressing;
using Amqp1.Bus.Deadlines;
using Amqp1.Bus.Receiving;
using Amqp1.Wire;
using Amqp1.Dialects;

namespace Amqp1.Bus.Sending;

// The path of a message from the queue to the link, and its outcome.
internal sealed partial class Sender
{
    private static readonly OutcomeCallback Outcome = static (link, message, outcome, state) =>
    {
        var delivery = (PendingDelivery)state;
        var sender = delivery.Sender!;
        Callback.Run(
            sender._owner.Logger,
            (sender, link, message, outcome, delivery),
            static settled => settled.sender.OnOutcome(settled.link, settled.message, settled.outcome, settled.delivery));
    };

    /// <summary>
    /// Sends all messages that can be sent. Called after every relevant change: a new message, new credit or a new reply address.
    /// </summary>
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

        SenderAttachment? attachment = null;
        PendingDelivery? delivery = null;
        bool goesOn;
        do
        {
            // The same lock section ends the transfer of one message and claims the next, so that each message takes the lock once.
            var handed = delivery;
            var result = HandOver.Taken;
            var reattach = false;
            var asked = false;
            SubscriptionLink? local;
            lock (_gate)
            {
                if (handed is not null)
                {
                    result = _deliveries.EndTransfer(handed, linkIsCurrent: _link.Current == attachment);
                    reattach = result == HandOver.Requeued && PlansReattach();
                }

                attachment = _link.Current;
                delivery = TakeNext(attachment, out local);
                goesOn = delivery is not null || _pumpAgain;
                if (delivery is null)
                {
                    _pumpAgain = false;
                    asked = attachment is { HasQuestion: true };
                    goesOn |= asked;
                    _pumping = goesOn;
                }
            }

            if (result == HandOver.Lost)
            {
                handed!.Fail(new SendFailure($"The link to {Destination} was lost while the message was sent.", InDoubt: true));
            }

            if (reattach)
            {
                ReattachLater();
            }

            if (delivery is not null && local is not null)
            {
                DeliverLocally(local, delivery);
            }
            else if (delivery is not null)
            {
                Transfer(attachment!, delivery);
            }
            else if (asked)
            {
                attachment!.Link.Answer();
            }
        }
        while (goesOn);
    }

    private PendingDelivery? TakeNext(SenderAttachment? attachment, out SubscriptionLink? local)
    {
        local = null;
        _deliveries.DropEnded();
        if (_deliveries.Next is not { } next)
        {
            return null;
        }

        if (_owner.Local is { } route)
        {
            var taken = TakeNextLocal(route, next, attachment, out local);
            if (local is not null)
            {
                return taken;
            }
        }

        if (attachment is not { IsAttached: true })
        {
            return null;
        }

        if (!CanSend(next, attachment))
        {
            _owner.AddStarved(this);
            // The condition may have become true between the check and the entry in the list.
            if (!CanSend(next, attachment))
            {
                return null;
            }
        }

        _deliveries.BeginTransfer(next);
        return next;
    }

    private bool CanSend(PendingDelivery delivery, SenderAttachment attachment) =>
        attachment.Credit > 0 && delivery.IsComplete;

    private void Transfer(SenderAttachment attachment, PendingDelivery delivery)
    {
        try
        {
            var remaining = _owner.Deadlines.Until(delivery.Due);
            var message = attachment.Connection.Dialect.Format.Encode(delivery.Outgoing, delivery.BeginAttempt(attachment.Address, remaining));
            if (DeliveryAttempt.TooLarge(attachment, message) is { } failure)
            {
                Finish(delivery);
                delivery.Fail(failure);
                return;
            }

            delivery.Current = message;
            if (delivery.HasEnded)
            {
                // The delivery has ended. It was reported as possibly sent, which is not wrong.
                Finish(delivery);
                return;
            }

            if (_settings.PreSettled.Contains(delivery.Outgoing.Kind) || delivery.Outgoing.Kind == Dialects.MessageKind.Heartbeat)
            {
                attachment.Link.Send(message, null, null);
                if (Finish(delivery))
                {
                    delivery.Outgoing.Content?.Return();
                }

                delivery.OnAccepted();
            }
            else
            {
                attachment.Link.Send(message, Outcome, delivery);
            }
        }
#pragma warning disable CA1031 // Every failure of this message is reported to its sender. The pump continues with the next message.
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
            bool left;
            lock (_gate)
            {
                left = delivery.WasTransferred;
                _deliveries.TryFinish(delivery);
            }

            delivery.Fail(new SendFailure($"The message could not be sent: {PeerText.Clean(failure.Message)}", InDoubt: left));
            return;
        }

        // The link was lost during the transfer. A message that was not sent waits for the next link. The end of the link, which is
        // about to be reported, charges it a retry.
        attachment.MarkDown();
        bool transferred;
        bool reattach;
        lock (_gate)
        {
            transferred = delivery.WasTransferred;
            if (!_deliveries.TryFinish(delivery))
            {
                return;
            }

            if (!transferred && !delivery.HasEnded)
            {
                _deliveries.Requeue(delivery);
            }

            reattach = PlansReattach();
        }

        if (reattach)
        {
            ReattachLater();
        }

        if (transferred)
        {
            delivery.Fail(new SendFailure($"The link was lost: {PeerText.Clean(failure.Message)}", InDoubt: true));
        }
    }

    private void OnOutcome(ILink link, Message? message, Amqp.Framing.Outcome? outcome, PendingDelivery delivery)
    {
        if (message is null)
        {
            // A second outcome: the message was released with the first one.
            return;
        }

        var (verdict, failure) = OutcomeTable.Classify(outcome, OutcomeTable.IsUp(link), message.DeliveryTag is not null, MeaningOfReleased(delivery));
        if (verdict is Verdict.Requeue)
        {
            // The end of the link follows and requeues the message in its original order.
            return;
        }

        bool takenBack;
        bool delayed;
        bool yields;
        uint maxFrameSize;
        lock (_gate)
        {
            if (!_deliveries.TrySettle(delivery, message))
            {
                return;
            }

            takenBack = verdict == Verdict.Resend && TryTakeBack(delivery);
            delayed = verdict == Verdict.Resend && !takenBack && _deliveries.TryDelay(delivery);
            yields = IsWantedByOthers;
            maxFrameSize = _link.Current?.Connection.Peer.MaxFrameSize ?? 0;
        }

        // The message was encoded before it was sent, so its body is no longer read, unless the message is sent again.
        DeliveryAttempt.ReleaseSettled(message, outcome, maxFrameSize);
        if (takenBack)
        {
            Pump();
        }
        else
        {
            Conclude(delivery, verdict, delayed, failure);
        }

        if (yields)
        {
            YieldIfIdle();
        }
    }

    private ReleasedMeaning MeaningOfReleased(PendingDelivery delivery) =>
        _link.Current?.Connection.Dialect.MeaningOfReleased(delivery.Outgoing.Kind) ?? ReleasedMeaning.SendAgain;

    /// <summary>Processes the outcome of an attempt: reports it or plans the next attempt.</summary>
    private void Conclude(PendingDelivery delivery, Verdict verdict, bool delayed, SendFailure? failure)
    {
        if (!delayed)
        {
            delivery.Outgoing.Content?.Return();
        }

        switch (verdict)
        {
            case Verdict.Accepted:
                delivery.OnAccepted();
                break;
            case Verdict.Resend when delayed:
                delivery.Obstacle = failure;
                ResendLater(delivery);
                break;
            default:
                delivery.Fail(failure!);
                GiveUpIfUnused();
                break;
        }
    }

    private bool Finish(PendingDelivery delivery)
    {
        bool finished;
        bool yields;
        lock (_gate)
        {
            finished = _deliveries.TryFinish(delivery);
            yields = IsWantedByOthers;
        }

        if (yields)
        {
            YieldIfIdle();
        }

        return finished;
    }

    private void ResendLater(PendingDelivery delivery)
    {
        var delay = ResendDelay.Of(delivery, _settings.LinkRetryDelay);
        if (delivery.Retries > 0)
        {
            delivery.Retries--;
        }

        delivery.Attempts++;
        _owner.Deadlines.Add(new DelayedWork(() => OnDelayOver(delivery), _owner.Logger), delay);
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
}
