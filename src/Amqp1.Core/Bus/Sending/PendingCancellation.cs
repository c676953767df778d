using Amqp1.Dialects;

namespace Amqp1.Bus.Sending;

/// <summary>
/// The cancellation of a call that is being sent. Nobody waits for it, and nothing is reported if it cannot be sent: the server may be one
/// that does not listen for cancellations.
/// </summary>
internal sealed class PendingCancellation(OutgoingMessage outgoing) : PendingDelivery(outgoing, CallCancellation.Limit, retry: 0)
{
    protected override bool IsReported => false;

    internal override void OnAccepted() => TryEnd();

    protected override void OnFailed(Exception failure)
    {
    }
}
