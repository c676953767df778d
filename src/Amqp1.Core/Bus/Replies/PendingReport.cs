using Amqp1.Bus.Sending;
using Amqp1.Dialects;

namespace Amqp1.Bus.Replies;

/// <summary>
/// A report of the reader of a stream that is being sent. Its failure ends the stream, because the server would wait for it in vain.
/// </summary>
internal sealed class PendingReport(OutgoingMessage outgoing, StreamInbox inbox) : PendingDelivery(outgoing, Limit, retry: -1)
{
    /// <summary>The time in which the peer must accept a report.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    protected override bool IsReported => false;

    internal override void OnAccepted() => TryEnd();

    protected override void OnFailed(Exception failure) =>
        inbox.Fail(new MessagingException($"The server could not be told how many items were taken: {failure.Message}", failure));
}
