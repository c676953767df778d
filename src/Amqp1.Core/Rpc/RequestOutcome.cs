using Amqp1.Dialects;

namespace Amqp1.Rpc;

/// <summary>The outcome of serving a request.</summary>
/// <param name="Reply">The content of its reply, which is not sent for a cast; null if there is none.</param>
/// <param name="Failure">The exception that the method threw; null when it ended with a result.</param>
/// <param name="Fault">The failure, unless it is part of the contract and is sent to the caller; in that case the server worked as intended.</param>
/// <param name="HasFired">Whether the token of the request had been cancelled when the method failed.</param>
internal readonly record struct RequestOutcome(MessageContent? Reply, Exception? Failure = null, Exception? Fault = null, bool HasFired = false)
{
    /// <summary>Returns the outcome of a call that its caller has cancelled: there is no reply.</summary>
    public RequestOutcome Abandoned() => this with
    {
        Reply = null,
        Fault = Fault is null or OperationCanceledException ? new OperationCanceledException("The caller cancelled the call; no reply was sent.") : Fault,
    };

    /// <summary>Returns the outcome of a call whose caller no longer waits: there is no reply, which is a fault.</summary>
    public RequestOutcome WithoutReply() => this with
    {
        Reply = null,
        Fault = Fault is null or OperationCanceledException or TimeoutException
            ? new MessagingTimeoutException("The method ended after the deadline of its caller; no reply was sent.")
            : Fault,
    };
}
