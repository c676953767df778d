using Amqp;
using Amqp1.Addressing;
using Amqp1.Bus.Connections;
using Amqp1.Bus.Local;
using Amqp1.Dialects;
using Amqp1.Wire;

namespace Amqp1.Bus.Sending;

/// <summary>Takes messages from the queue of a sender to its link. Thread-safe; one thread at a time pumps.</summary>
internal sealed class SenderPump
{
    private readonly Sender _sender;
    private readonly SenderState _state;
    private readonly SenderLink _link;
    private readonly SenderCache _owner;
    private readonly SenderOutcomes _outcomes;
    private readonly LocalHandOver _local;
    private readonly ConsumerWatch _watch;
    private PumpStage _stage;

    public SenderPump(Sender sender, SenderState state, SenderLink link)
    {
        _sender = sender;
        _state = state;
        _link = link;
        _owner = sender.Owner;
        _watch = new ConsumerWatch(sender, state);
        _outcomes = new SenderOutcomes(sender, state, link, _watch.Grace);
        _local = new LocalHandOver(sender, state, _outcomes);
    }

    public SenderOutcomes Outcomes => _outcomes;

    /// <summary>
    /// Sends all messages that can be sent. Called after every relevant change: a new message, new credit or a new reply address.
    /// </summary>
    public void Pump()
    {
        lock (_state.Gate)
        {
            if (_stage != PumpStage.Idle)
            {
                _stage = PumpStage.Again;
                return;
            }

            _stage = PumpStage.Running;
        }

        SenderAttachment? attachment = null;
        PendingDelivery? delivery = null;
        var sent = true;
        bool goesOn;
        do
        {
            // The same lock section ends the transfer of one message and claims the next, so that each message takes the lock once.
            var handed = delivery;
            var result = HandOver.Taken;
            var reattach = false;
            var asked = false;
            ILocalReceiver? local;
            lock (_state.Gate)
            {
                if (handed is not null)
                {
                    result = _state.Deliveries.EndTransfer(handed, linkHasIt: sent && _state.Link.Current == attachment);
                    reattach = result == HandOver.Requeued && _state.PlansReattach();
                }

                attachment = _state.Link.Current;
                delivery = TakeNext(attachment, out local);
                goesOn = delivery is not null || _stage == PumpStage.Again;
                if (delivery is null)
                {
                    asked = attachment is { HasQuestion: true };
                    goesOn |= asked;
                    _stage = goesOn ? PumpStage.Running : PumpStage.Idle;
                }
            }

            if (result == HandOver.Lost)
            {
                handed!.Fail(new SendFailure($"The link to {_sender.Destination} was lost while the message was being sent.", InDoubt: true));
            }

            if (reattach)
            {
                _link.ReattachLater();
            }

            if (delivery is not null && local is not null)
            {
                _local.Deliver(local, delivery);
            }
            else if (delivery is not null)
            {
                sent = Transfer(attachment!, delivery);
            }
            else if (asked)
            {
                attachment!.Link.Answer();
            }
        }
        while (goesOn);
    }

    private PendingDelivery? TakeNext(SenderAttachment? attachment, out ILocalReceiver? local)
    {
        local = null;
        _state.Deliveries.DropEnded();
        if (_state.Deliveries.Next is not { } next)
        {
            return null;
        }

        if (_owner.Local is { } route)
        {
            var taken = _local.TakeNext(route, next, attachment, out local);
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
            _owner.AddStarved(_sender);
            // The condition may have become true between the check and the entry in the list.
            if (!CanSend(next, attachment))
            {
                _watch.OnStarved(attachment);
                return null;
            }
        }

        _watch.OnCredit();
        _state.Deliveries.BeginTransfer(next);
        return next;
    }

    private static bool CanSend(PendingDelivery delivery, SenderAttachment attachment) =>
        attachment.Room > 0 && delivery.IsComplete;

    /// <summary>Hands a claimed message to the link. Returns false if the peer has withdrawn the credit, so that the message must wait again.</summary>
    private bool Transfer(SenderAttachment attachment, PendingDelivery delivery)
    {
        try
        {
            var remaining = _owner.Deadlines.Until(delivery.Due);
            var message = attachment.Connection.Dialect.Format.Encode(delivery.Outgoing, delivery.BeginAttempt(attachment.Address, remaining));
            if (attachment.TooLarge(message) is { } failure)
            {
                Finish(delivery);
                delivery.Fail(failure);
                return true;
            }

            delivery.Current = message;
            if (delivery.HasEnded)
            {
                // The delivery has ended. It was reported as possibly sent, which is not wrong.
                Finish(delivery);
                return true;
            }

            if (_owner.Context.Settings.PreSettled.Contains(delivery.Outgoing.Kind) || delivery.Outgoing.Kind == Dialects.MessageKind.Heartbeat)
            {
                if (!attachment.Link.TrySend(message, null, null))
                {
                    return false;
                }

                if (Finish(delivery))
                {
                    delivery.Outgoing.Content?.Return();
                }

                delivery.OnAccepted();
                return true;
            }

            return attachment.Link.TrySend(message, SenderOutcomes.Callback, delivery);
        }
#pragma warning disable CA1031 // Every failure of this message is reported to its sender. The pump continues with the next message.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            OnTransferFailed(attachment, delivery, failure);
            return true;
        }
    }

    private void OnTransferFailed(SenderAttachment attachment, PendingDelivery delivery, Exception failure)
    {
        if (LinkStatus.IsUp(attachment.Link))
        {
            bool left;
            lock (_state.Gate)
            {
                left = delivery.WasTransferred;
                _state.Deliveries.TryFinish(delivery);
            }

            delivery.Fail(new SendFailure($"The message could not be sent: {PeerText.Clean(failure.Message)}", InDoubt: left));
            return;
        }

        // The link was lost during the transfer. A message that was not sent is charged a retry and waits for the next link.
        attachment.MarkDown();
        bool transferred;
        bool reattach;
        lock (_state.Gate)
        {
            transferred = delivery.WasTransferred;
            if (!_state.Deliveries.TryFinish(delivery))
            {
                return;
            }

            if (!transferred && !delivery.HasEnded)
            {
                _state.Deliveries.Requeue(delivery);
            }

            reattach = _state.PlansReattach();
        }

        var loss = new SendFailure($"The link was lost: {PeerText.Clean(failure.Message)}", InDoubt: true);
        _link.OnLossSeen(attachment.Link, loss);
        if (reattach)
        {
            _link.ReattachLater();
        }

        if (transferred)
        {
            delivery.Fail(loss);
        }
    }

    private bool Finish(PendingDelivery delivery)
    {
        bool finished;
        bool yields;
        lock (_state.Gate)
        {
            finished = _state.Deliveries.TryFinish(delivery);
            yields = _state.IsWantedByOthers;
        }

        if (yields)
        {
            _sender.YieldIfIdle();
        }

        return finished;
    }
}
