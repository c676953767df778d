using Amqp1.Addressing;
using Amqp1.Bus;
using Amqp1.Bus.Context;
using Amqp1.Bus.Sending;
using Amqp1.Dialects;

namespace Amqp1.Rpc;

/// <summary>
/// Sends the replies of a server and tracks when all of them have been sent. If a peer definitely refused a reply because of its size, the
/// reply is replaced once by a small failure, so that the caller does not wait until its timeout. Thread-safe.
/// </summary>
internal sealed class ReplySender(MessageBus bus, TimeSpan timeout, int retry)
{
    /// <summary>The error condition for a message that is larger than the peer permits (AMQP 1.0, 2.8.16).</summary>
    private const string MessageSizeExceeded = "amqp:link:message-size-exceeded";

    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(50);

    private readonly InFlightCount _underWay = new();

    /// <summary>A task that completes when no reply is being sent.</summary>
    public Task Idle => _underWay.Idle;

    /// <summary>Sends the reply to a call.</summary>
    /// <param name="replyTo">The reply address of the call.</param>
    /// <param name="correlationId">The message-id of the call.</param>
    /// <param name="content">The reply.</param>
    /// <param name="due">The time stamp at which the caller stops waiting. A reply that has not been sent by then is withdrawn.</param>
    public void Send(Destination replyTo, object? correlationId, MessageContent content, long? due) => Send(replyTo, correlationId, content, due, isSubstitute: false);

    /// <summary>Called when the peer has accepted a reply.</summary>
    public void OnSent(PendingReply reply)
    {
        ReleaseStream(reply);
        _underWay.Leave();
    }

    /// <summary>Called when a reply was not delivered, or when its outcome is not known.</summary>
    public void OnFailed(PendingReply reply, Exception failure)
    {
        try
        {
            Resolve(reply, failure);
            ReleaseStream(reply);
        }
        finally
        {
            // The count is decremented last: by now it includes a substitute, for which a server that is stopping waits, too.
            _underWay.Leave();
        }
    }

    private void Resolve(PendingReply reply, Exception failure)
    {
        var destination = reply.Outgoing.Destination;
        if (reply.IsSubstitute)
        {
            Count(failure);
            RpcLog.SubstituteFailed(bus.Logger, destination.ToString(), failure.Message);
        }
        else if (failure is MessageDeliveryException { Condition: MessageSizeExceeded, InDoubt: false })
        {
            Send(destination, reply.Outgoing.CorrelationId, new FailureContent(FailureMapper.ToTooLarge(failure.Message)), reply.CallerDue, isSubstitute: true);
            RpcLog.ReplyTooLarge(bus.Logger, destination.ToString(), failure.Message);
        }
        else
        {
            Count(failure);
            RpcLog.ReplyFailed(bus.Logger, destination.ToString(), failure.Message);
        }
    }

    /// <summary>Detaches the link of a stream after its last message, because the address is not used again.</summary>
    private void ReleaseStream(PendingReply reply)
    {
        if (reply.Outgoing.Destination.IsStream)
        {
            bus.Callers.Release(reply.Outgoing.Destination);
        }
    }

    private void Count(Exception failure)
    {
        bus.OnReplyUndelivered();
        Diagnostics.Metrics.CountUndelivered(failure, bus.Instance, bus.Logger);
    }

    private void Send(Destination replyTo, object? correlationId, MessageContent content, long? due, bool isSubstitute)
    {
        var outgoing = new OutgoingMessage { Kind = MessageKind.Reply, Destination = replyTo, Content = content, CorrelationId = correlationId };
        var reply = new PendingReply(outgoing, LimitOf(due), retry, this, isSubstitute) { CallerDue = due };
        _underWay.Enter();
        try
        {
            bus.Send(reply);
        }
        catch (ObjectDisposedException)
        {
            reply.Fail(new SendFailure("The transport was stopped, with its host or by the application."));
        }
    }

    /// <summary>
    /// Returns the time limit of a reply: not longer than its caller waits, but always long enough to be sent immediately.
    /// </summary>
    private TimeSpan LimitOf(long? due)
    {
        if (due is not { } stamp)
        {
            return timeout;
        }

        var left = bus.Deadlines.Until(stamp);
        return left >= timeout ? timeout : left > Shortest ? left : Shortest;
    }
}
