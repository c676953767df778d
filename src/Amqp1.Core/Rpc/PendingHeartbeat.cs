using Amqp1.Bus.Sending;
using Amqp1.Dialects;

namespace Amqp1.Rpc;

/// <summary>
/// A heartbeat that is being sent. It counts as settled when it is sent, and is never retried because the next one follows.
/// </summary>
internal sealed class PendingHeartbeat(OutgoingMessage outgoing, TimeSpan timeout) : PendingDelivery(outgoing, timeout, retry: 0)
{
    internal override void OnAccepted() => TryEnd();

    protected override void OnFailed(Exception failure)
    {
    }
}
