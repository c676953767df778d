using Amqp;
using Amqp.Framing;
using Amqp1.Bus.Connections;
using Amqp1.Bus.Context;
using Amqp1.Bus.Deadlines;
using Amqp1.Dialects;
using Amqp1.Transport;
using Amqp1.Wire;

namespace Amqp1.Bus.Sending;

/// <summary>Processes the outcomes of the messages of a sender: reports them, or plans the next attempts. Thread-safe.</summary>
/// <param name="sender">The sender.</param>
/// <param name="state">Its state.</param>
/// <param name="link">Its link.</param>
/// <param name="grace">The time that a message waits for somebody to serve its destination; zero for no such limit.</param>
internal sealed class SenderOutcomes(Sender sender, SenderState state, SenderLink link, TimeSpan grace)
{
    /// <summary>An upper limit for the size of a transfer performative and a frame header.</summary>
    private const int FrameOverhead = 128;

    private readonly Sender _sender = sender;
    private readonly SenderState _state = state;
    private readonly SenderLink _link = link;
    private readonly SenderCache _owner = sender.Owner;
    private readonly TimeSpan _grace = grace;

    /// <summary>Receives the outcome of a message from AMQPNetLite.</summary>
    public static OutcomeCallback Callback { get; } = static (link, message, outcome, state) =>
    {
        var delivery = (PendingDelivery)state;
        var outcomes = delivery.Sender!.Outcomes;
        Wire.Callback.Run(
            outcomes._owner.Logger,
            (outcomes, link, message, outcome, delivery),
            static settled => settled.outcomes.OnOutcome(settled.link, settled.message, settled.outcome, settled.delivery));
    };

    private void OnOutcome(ILink link, Message? message, Outcome? outcome, PendingDelivery delivery)
    {
        if (message is null)
        {
            // A second outcome: the message was released with the first one.
            return;
        }

        var (verdict, failure) = OutcomeTable.Classify(outcome, LinkStatus.IsUp(link), message.DeliveryTag is not null, MeaningOfReleased(delivery));
        if (failure is { IsLinkLost: true })
        {
            _link.OnLossSeen(link, failure);
        }

        if (verdict is Verdict.Requeue)
        {
            // The end of the link follows and requeues the message in its original order.
            return;
        }

        bool takenBack;
        bool delayed;
        bool yields;
        BusConnection? connection;
        lock (_state.Gate)
        {
            if (!_state.Deliveries.TrySettle(delivery, message))
            {
                return;
            }

            takenBack = verdict == Verdict.Resend && TryTakeBack(delivery);
            delayed = verdict == Verdict.Resend && !takenBack && _state.Deliveries.TryDelay(delivery);
            yields = _state.IsWantedByOthers;
            connection = _state.Link.Current?.Connection;
        }

        // The message was encoded before it was sent, so its body is no longer read, unless the message is sent again.
        ReleaseSettled(message, outcome, connection?.Peer.MaxFrameSize ?? 0);
        if (takenBack)
        {
            _sender.Pump();
        }
        else
        {
            Conclude(delivery, verdict, delayed, failure, connection?.Transport);
        }

        if (yields)
        {
            _sender.YieldIfIdle();
        }
    }

    /// <summary>
    /// Returns to the pool the buffer of a message that the peer has settled. AMQPNetLite creates all other outcomes itself and may then
    /// still use the buffer. The same is true for a multi-frame message that the peer settles while its last frames are still being written.
    /// </summary>
    private static void ReleaseSettled(Message message, Outcome? outcome, uint maxFrameSize)
    {
        if (outcome is not null
            && ReferenceEquals(message.GetDelivery().State, outcome)
            && message.BodySection is EncodedSections { Length: var length }
            && (length + FrameOverhead <= maxFrameSize || LibraryInternals.IsWritten(message)))
        {
            message.Dispose();
        }
    }

    private ReleasedMeaning MeaningOfReleased(PendingDelivery delivery) =>
        _state.Link.Current?.Connection.Dialect.MeaningOfReleased(delivery.Outgoing.Kind) ?? ReleasedMeaning.SendAgain;

    /// <summary>Processes the outcome of an attempt: reports it or plans the next attempt.</summary>
    /// <param name="delivery">The delivery.</param>
    /// <param name="verdict">The meaning of the outcome.</param>
    /// <param name="delayed">Whether the delivery waits for its next attempt already.</param>
    /// <param name="failure">The failure; null if there is none.</param>
    /// <param name="pump">The transport on whose pump this may be called; null if this is not called on a pump.</param>
    public void Conclude(PendingDelivery delivery, Verdict verdict, bool delayed, SendFailure? failure, AmqpTransport? pump = null)
    {
        if (!delayed)
        {
            delivery.Outgoing.Content?.Return();
        }

        switch (verdict)
        {
            case Verdict.Accepted:
                delivery.OnAccepted(pump);
                break;
            case Verdict.Resend when delayed && failure!.IsUnserved && _grace > TimeSpan.Zero:
                ResendWithinGrace(delivery, failure);
                break;
            case Verdict.Resend when delayed:
                delivery.Obstacle = failure;
                ResendLater(delivery, ResendDelay.Of(delivery, _link.RetryDelay));
                break;
            default:
                delivery.Fail(failure!);
                _sender.GiveUpIfUnused();
                break;
        }
    }

    /// <summary>Plans the next attempt, or fails the message if nobody has served its destination during the grace period.</summary>
    private void ResendWithinGrace(PendingDelivery delivery, SendFailure failure)
    {
        var since = delivery.Obstacle is { IsUnserved: true } earlier ? earlier.UnservedSince : _owner.Context.Time.GetTimestamp();
        var left = _grace + _owner.Deadlines.Until(since);
        if (left <= TimeSpan.Zero)
        {
            _sender.Withdraw(delivery);
            delivery.Fail(failure with { Reason = $"{failure.Reason} It was sent again for {_grace.TotalSeconds} s." });
            BusLog.Unserved(_owner.Logger, _sender.Destination.ToString(), _grace);
            return;
        }

        delivery.Obstacle = failure with { UnservedSince = since };
        var delay = ResendDelay.Of(delivery, _link.RetryDelay);
        ResendLater(delivery, delay < left ? delay : left);
    }

    private void ResendLater(PendingDelivery delivery, TimeSpan delay)
    {
        if (delivery.Retries > 0)
        {
            delivery.Retries--;
        }

        delivery.Attempts++;
        _owner.Deadlines.Add(new DelayedWork(() => OnDelayOver(delivery), _owner.Logger), delay);
    }

    private void OnDelayOver(PendingDelivery delivery)
    {
        lock (_state.Gate)
        {
            if (!_state.Deliveries.TryEndDelay(delivery))
            {
                return;
            }
        }

        if (delivery.HasEnded)
        {
            _sender.Withdraw(delivery);
        }

        _link.EnsureAttached();
        _sender.Pump();
    }

    /// <summary>
    /// Takes back a message that the peer returned because this process no longer receives, so that it can be handed over instead. Returns
    /// false if the delivery has ended or if this process does not serve it. Neither a retry nor a delay is charged. Called under the lock.
    /// </summary>
    private bool TryTakeBack(PendingDelivery delivery)
    {
        if (delivery.HasEnded || _owner.Local?.Find(_sender.Destination) is null)
        {
            return false;
        }

        delivery.Attempts++;
        _state.Deliveries.TakeBack(delivery);
        return true;
    }
}
