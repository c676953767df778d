using Amqp;
using Amqp1.Wire;

namespace Amqp1.Bus;

/// <summary>
/// A message on its way out, with the deadline it must meet and the retries it has left. It ends exactly once: accepted,
/// failed, expired or cancelled, whichever comes first.
/// </summary>
internal abstract class PendingDelivery(OutgoingMessage outgoing, TimeSpan timeout, int retry) : Deadline
{
    private int _ended;

    public OutgoingMessage Outgoing { get; } = outgoing;
    public TimeSpan Timeout { get; } = timeout;

    /// <summary>Retries left; negative for endless.</summary>
    internal int Retries = retry < 0 ? -1 : retry;

    // The fields below belong to the sender that holds the delivery and are guarded by its lock.
    internal DeliveryStage Stage;
    internal PendingDelivery? NextInQueue;
    internal PendingDelivery? PreviousInQueue;
    internal Message? Current;
    internal bool IsSettled;
    internal int Attempts;

    /// <summary>Why the last attempt came back, where it is to be sent again; null otherwise.</summary>
    internal SendFailure? Obstacle;

    /// <summary>The bus that armed the deadline; ending the delivery disarms it.</summary>
    internal MessageBus? Owner;

    /// <summary>The sender that holds it; an expired delivery is withdrawn there.</summary>
    internal Sender? Sender;

    /// <summary>
    /// Whether the current attempt has been handed to the session of its link. Final once the link is gone and no thread is handing the
    /// message over; before that, a message that was not transferred may still be. A message that the peer has settled is given back and
    /// does not tell any more. Guarded by the sender's lock.
    /// </summary>
    internal bool WasTransferred => IsSettled || Current?.DeliveryTag is not null || (Stage == DeliveryStage.HandedOver && Current is not null);

    /// <summary>
    /// Whether the current attempt may have left or may still leave: everything that was claimed for sending, unless the contrary was
    /// proven. Guarded by the sender's lock.
    /// </summary>
    internal bool MayHaveLeft => WasTransferred || Stage is DeliveryStage.Claimed or DeliveryStage.InFlight or DeliveryStage.HandedOver;

    public bool HasEnded => Volatile.Read(ref _ended) != 0;

    /// <summary>Whether it needs the reply address before it can go out.</summary>
    public virtual bool NeedsReplyAddress => false;

    /// <summary>Makes the AMQP message of one attempt; <paramref name="remaining"/> is what is left of the deadline.</summary>
    internal virtual Message CreateMessage(string address, TimeSpan remaining, ReplyInbox inbox) => AmqpMessages.Create(
        Outgoing, address, Outgoing.TimeToLive is null ? null : Min(Outgoing.TimeToLive.Value, remaining), null, null);

    /// <summary>The peer took the message.</summary>
    internal abstract void OnAccepted();

    /// <summary>The message is over and was not delivered, or nobody knows.</summary>
    internal void Fail(SendFailure failure)
    {
        if (TryEnd())
        {
            OnFailed(failure.ToException());
        }
    }

    internal sealed override void OnExpired()
    {
        if (TryEnd())
        {
            // Asked before it is withdrawn: a sender that has nothing to send any more may give its link up.
            var obstacle = Obstacle ?? Sender?.WhyWaiting();
            var mayHaveLeft = Sender?.Withdraw(this) == true;
            OnFailed(CreateTimeoutException(mayHaveLeft, mayHaveLeft ? null : obstacle));
            if (!mayHaveLeft && Owner is { } owner)
            {
                BusLog.NeverSent(owner.Logger, Outgoing.Destination.ToString(), Timeout, obstacle?.Reason ?? "its time was up at once");
            }
        }
    }

    /// <summary>Ends it for a reason that has nothing to do with its sending.</summary>
    internal void Abandon(Exception reason)
    {
        if (TryEnd())
        {
            Sender?.Withdraw(this);
            OnFailed(reason);
        }
    }

    /// <summary>Ends it because its caller's token has fired.</summary>
    internal void Cancel(CancellationToken token)
    {
        if (TryEnd())
        {
            var mayHaveLeft = Sender?.Withdraw(this) == true;
            var fate = new MessageDeliveryException(
                mayHaveLeft
                    ? $"The message to {Outgoing.Destination} was cancelled when it may have left."
                    : $"The message to {Outgoing.Destination} was cancelled before it left.",
                inDoubt: mayHaveLeft);
            OnFailed(new OperationCanceledException(fate.Message, fate, token));
        }
    }

    /// <summary>True for the one who may report how it ended. Disarms the deadline.</summary>
    protected bool TryEnd()
    {
        if (Interlocked.Exchange(ref _ended, 1) != 0)
        {
            return false;
        }

        Owner?.Deadlines.Remove(this);
        OnEnded();
        return true;
    }

    /// <summary>Reports a failure to whoever waits. Called at most once, and not after success was reported.</summary>
    protected abstract void OnFailed(Exception failure);

    /// <summary>Releases what was reserved for the delivery. Called exactly once.</summary>
    protected virtual void OnEnded()
    {
    }

    /// <summary>Makes the exception of a delivery whose time is up.</summary>
    /// <param name="mayHaveLeft">Whether the peer may have the message.</param>
    /// <param name="obstacle">Why it has not left, if it has not.</param>
    protected virtual Exception CreateTimeoutException(bool mayHaveLeft, SendFailure? obstacle) => new MessageDeliveryException(
        $"The message to {Outgoing.Destination} was not delivered within {Timeout.TotalSeconds} s{(obstacle is null ? "." : ": " + Sentence(obstacle.Reason))}",
        obstacle?.Condition,
        inDoubt: mayHaveLeft);

    /// <summary>A reason, which may be a sentence already, as the end of one.</summary>
    protected static string Sentence(string reason) => reason.EndsWith('.') ? reason : reason + ".";

    protected static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
