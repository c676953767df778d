using Amqp1.Bus;
using Amqp1.Wire;

namespace Amqp1.Rpc;

/// <summary>A reply on its way. Nobody waits for it but the server that wants to stop (docs/spec/behaviour.md#servers: failures are only logged).</summary>
internal sealed class PendingReply(OutgoingMessage outgoing, TimeSpan timeout, int retry, ReplySender sender, bool isSubstitute)
    : PendingDelivery(outgoing, timeout, retry)
{
    /// <summary>Whether it stands in for a reply that was too large.</summary>
    public bool IsSubstitute { get; } = isSubstitute;

    /// <summary>When the caller stops waiting, a time stamp; null when it did not say.</summary>
    public long? CallerDue { get; init; }

    internal override void OnAccepted()
    {
        if (TryEnd())
        {
            sender.OnSent();
        }
    }

    protected override void OnFailed(Exception failure) => sender.OnFailed(this, failure);
}
