using Amqp1.Bus;
using Amqp1.Wire;

namespace Amqp1.Rpc;

/// <summary>A heartbeat on its way: settled when sent, never retried; the next one follows anyway.</summary>
internal sealed class PendingHeartbeat(OutgoingMessage outgoing, TimeSpan timeout) : PendingDelivery(outgoing, timeout, retry: 0)
{
    internal override void OnAccepted() => TryEnd();

    protected override void OnFailed(Exception failure)
    {
    }
}
