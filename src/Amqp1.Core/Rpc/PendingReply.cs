using Amqp1.Bus.Sending;
using Amqp1.Dialects;

namespace Amqp1.Rpc;

/// <summary>
/// A reply that is being sent. Only a server that is stopping waits for it; failures are only logged (docs/spec/behaviour.md#servers).
/// </summary>
internal sealed class PendingReply(OutgoingMessage outgoing, TimeSpan timeout, int retry, ReplySender sender, bool isSubstitute)
    : PendingDelivery(outgoing, timeout, retry)
{
    /// <summary>Whether it replaces a reply that was too large.</summary>
    public bool IsSubstitute { get; } = isSubstitute;

    /// <summary>The time stamp at which the caller stops waiting; null when the request contains no deadline.</summary>
    public long? CallerDue { get; init; }

    internal override void OnAccepted()
    {
        if (TryEnd())
        {
            sender.OnSent(this);
        }
    }

    protected override void OnFailed(Exception failure) => sender.OnFailed(this, failure);
}
