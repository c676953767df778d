using Amqp;
using Amqp1.Bus.Context;
using Amqp1.Dialects;
using Amqp1.Transport;

namespace Amqp1.Bus.Sending;

/// <summary>
/// An outgoing message with its deadline and its remaining retries. It ends exactly once: it is accepted, fails, expires or is cancelled,
/// whichever comes first.
/// </summary>
internal abstract class PendingDelivery(OutgoingMessage outgoing, TimeSpan timeout, int retry) : DeliveryNode(retry)
{
    private int _ended;

    public OutgoingMessage Outgoing { get; } = outgoing;
    public TimeSpan Timeout { get; } = timeout;

    /// <summary>The bus that armed the deadline. The end of the delivery disarms it.</summary>
    internal BusContext? Owner;

    /// <summary>The sender that holds the delivery. An expired delivery is withdrawn from it.</summary>
    internal Sender? Sender;

    public bool HasEnded => Volatile.Read(ref _ended) != 0;

    /// <summary>Whether everything is known that the message has to contain, such as the reply address.</summary>
    public virtual bool IsComplete => true;

    /// <summary>Whether it is logged if the message could not be sent.</summary>
    protected virtual bool IsReported => true;

    /// <summary>Begins an attempt to send the message. <paramref name="remaining"/> is the time left until the deadline.</summary>
    internal virtual SendAttempt BeginAttempt(string address, TimeSpan remaining) =>
        new(address, Outgoing.TimeToLive is null ? null : Min(Outgoing.TimeToLive.Value, remaining));

    /// <summary>Reports that the peer accepted the message.</summary>
    internal abstract void OnAccepted();

    /// <summary>Reports that the peer accepted the message. Waiting code may continue together with other work of the pump.</summary>
    /// <param name="pump">The transport on whose pump this may be called; null if this is not called on a pump.</param>
    internal virtual void OnAccepted(AmqpTransport? pump) => OnAccepted();

    /// <summary>Ends the delivery: the message was not delivered, or the result is not known.</summary>
    internal void Fail(SendFailure failure)
    {
        if (TryEnd())
        {
            OnFailed(failure);
        }
    }

    internal sealed override void OnExpired()
    {
        if (TryEnd())
        {
            // Read before the withdrawal: a sender without messages may give up its link.
            var obstacle = Obstacle ?? Sender?.WhyWaiting();
            var mayHaveLeft = Sender?.Withdraw(this) == true;
            OnFailed(CreateTimeoutException(mayHaveLeft, mayHaveLeft ? null : obstacle));
            if (!mayHaveLeft && IsReported && Owner is { } owner)
            {
                BusLog.NeverSent(owner.Logger, Outgoing.Destination.ToString(), Timeout, obstacle?.Reason ?? "its deadline passed immediately");
            }
        }
    }

    /// <summary>Ends the delivery for a reason that is not related to sending it.</summary>
    internal void Abandon(Exception reason)
    {
        if (TryEnd())
        {
            Sender?.Withdraw(this);
            OnFailed(reason);
        }
    }

    /// <summary>
    /// Ends the delivery because the caller's token was cancelled. Returns whether the token has ended it and the peer may have the message.
    /// </summary>
    internal virtual bool Cancel(CancellationToken token)
    {
        if (TryEnd())
        {
            var mayHaveLeft = Sender?.Withdraw(this) == true;
            var fate = new MessageDeliveryException(
                mayHaveLeft
                    ? $"The message to {Outgoing.Destination} was cancelled after it may have been sent."
                    : $"The message to {Outgoing.Destination} was cancelled before it was sent.",
                inDoubt: mayHaveLeft);
            OnFailed(new OperationCanceledException(fate.Message, fate, token));
            return mayHaveLeft;
        }

        return false;
    }

    /// <summary>Ends the delivery and disarms its deadline. Returns true only to the first caller, which must report the result.</summary>
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

    /// <summary>Reports that the message was not delivered, with the reason. Called instead of <see cref="OnFailed(Exception)"/>.</summary>
    protected virtual void OnFailed(SendFailure failure) => OnFailed(failure.ToException(Outgoing.Destination));

    /// <summary>Reports a failure to the waiting code. Called at most once, and not after success was reported.</summary>
    protected abstract void OnFailed(Exception failure);

    /// <summary>Releases the resources that were reserved for the delivery. Called exactly once.</summary>
    protected virtual void OnEnded()
    {
    }

    /// <summary>Creates the exception of an expired delivery.</summary>
    /// <param name="mayHaveLeft">Whether the peer may have the message.</param>
    /// <param name="obstacle">The reason why the message was not sent; null if it may have been sent, or if the reason is not known.</param>
    protected virtual Exception CreateTimeoutException(bool mayHaveLeft, SendFailure? obstacle) => new MessageDeliveryException(
        $"The message to {Outgoing.Destination} was not delivered within {Timeout.TotalSeconds} s{(obstacle is null ? "." : ": " + Sentence(obstacle.Reason))}",
        obstacle?.Condition,
        inDoubt: mayHaveLeft);

    /// <summary>Returns the reason with a full stop at its end.</summary>
    protected static string Sentence(string reason) => reason.EndsWith('.') ? reason : reason + ".";

    protected static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
