using Amqp1.Bus.Sending;
using Amqp1.Dialects;

namespace Amqp1.Rpc;

/// <summary>A message of a stream that is being sent. It is accepted when its reader has taken it. It is never sent again.</summary>
internal sealed class PendingPart(OutgoingMessage outgoing, TimeSpan timeout, ReplyStream stream) : PendingDelivery(outgoing, timeout, retry: 0)
{
    protected override bool IsReported => false;

    internal override void OnAccepted()
    {
        if (TryEnd())
        {
            stream.OnTaken();
        }
    }

    protected override void OnFailed(SendFailure failure) =>
        stream.OnFailed(failure.ToException(Outgoing.Destination), isReaderGone: failure.IsReturned || failure.IsUnserved || failure.IsNodeMissing);

    protected override void OnFailed(Exception failure) => stream.OnFailed(failure, isReaderGone: false);
}
