using Amqp1.Bus.Sending;
using Amqp1.Dialects;

namespace Amqp1.Bus.Replies;

/// <summary>
/// The request of a stream. It ends when the peer accepts it; the messages of the stream then arrive in its inbox. A failure ends the stream.
/// </summary>
internal sealed class PendingStreamRequest(OutgoingMessage outgoing, TimeSpan timeout, int retry, StreamInbox inbox, long? due) : PendingDelivery(outgoing, timeout, retry)
{
    /// <summary>Whether the peer has accepted the request.</summary>
    public bool WasAccepted { get; private set; }

    internal override SendAttempt BeginAttempt(string address, TimeSpan remaining)
    {
        // The reply address belongs to a connection, so that the request cannot wait for another one.
        if (!inbox.IsOpen)
        {
            throw new MessagingException("The connection of the stream was lost before its request was sent.");
        }

        return new SendAttempt(address, due is { } stamp ? Owner!.Deadlines.Until(stamp) : null, inbox.NextId(), inbox.Address);
    }

    internal override void OnAccepted()
    {
        if (TryEnd())
        {
            WasAccepted = true;
        }
    }

    protected override void OnFailed(Exception failure) => inbox.Fail(failure);

    protected override Exception CreateTimeoutException(bool mayHaveLeft, SendFailure? obstacle) => new MessagingTimeoutException(
        $"No item arrived from {Outgoing.Destination} within {Timeout.TotalSeconds} s.{(obstacle is null ? "" : " The request was not sent: " + Sentence(obstacle.Reason))}",
        obstacle?.Condition);
}
