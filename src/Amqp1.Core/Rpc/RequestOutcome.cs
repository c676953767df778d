using Amqp1.Wire;

namespace Amqp1.Rpc;

/// <summary>What serving a request has come to.</summary>
/// <param name="Reply">The body of its one reply; a cast has nobody to send it to.</param>
/// <param name="Failure">The exception that the method threw; null when it has ended with a result.</param>
/// <param name="Fault">The failure, unless it is part of the contract and its caller is told: then the server did what it should.</param>
/// <param name="HasFired">Whether the request's token had fired when the method failed.</param>
internal readonly record struct RequestOutcome(JsonText Reply, Exception? Failure = null, Exception? Fault = null, bool HasFired = false)
{
    /// <summary>The same for a call whose caller does not wait any longer: there is no reply, and that is a fault.</summary>
    public RequestOutcome WithoutReply() => this with
    {
        Reply = default,
        Fault = Fault is null or OperationCanceledException or TimeoutException
            ? new MessagingTimeoutException("The method ended after the deadline of its caller; no reply was sent.")
            : Fault,
    };
}
