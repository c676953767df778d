using Amqp1.Bus;
using Amqp1.Wire;
using Microsoft.Extensions.Logging;

namespace Amqp1.Rpc;

/// <summary>A reply on its way. Nobody waits for it but the server that wants to stop (specification F.3: failures are only logged).</summary>
internal sealed class PendingReply(OutgoingMessage outgoing, TimeSpan timeout, int retry, ILogger logger, Action onEnded)
    : PendingDelivery(outgoing, timeout, retry)
{
    internal override void OnAccepted() => TryEnd();

    protected override void OnFailed(Exception failure) => RpcLog.ReplyFailed(logger, Outgoing.Destination.ToString(), failure.Message);

    protected override void OnEnded() => onEnded();
}
