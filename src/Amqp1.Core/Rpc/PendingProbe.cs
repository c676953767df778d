using Amqp1.Bus.Sending;
using Amqp1.Dialects;

namespace Amqp1.Rpc;

/// <summary>A probe that is being sent, or whose outcome is awaited. It is never sent again; the next one follows.</summary>
internal sealed class PendingProbe(OutgoingMessage outgoing, TimeSpan timeout, CallerProbe owner, CallId call) : PendingDelivery(outgoing, timeout, retry: 0)
{
    /// <summary>The call that the probe names.</summary>
    public CallId Call => call;

    protected override bool IsReported => false;

    internal override void OnAccepted()
    {
        if (TryEnd())
        {
            owner.OnOutcome(this, isReturned: false);
        }
    }

    protected override void OnFailed(SendFailure failure) =>
        owner.OnOutcome(this, failure.IsReturned || failure.IsUnserved || failure.IsNodeMissing);

    protected override void OnFailed(Exception failure) => owner.OnOutcome(this, isReturned: false);
}
