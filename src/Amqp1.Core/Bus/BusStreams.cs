using Amqp1.Addressing;
using Amqp1.Bus.Context;
using Amqp1.Bus.Receiving;
using Amqp1.Bus.Replies;
using Amqp1.Bus.Sending;
using Amqp1.Dialects;

namespace Amqp1.Bus;

/// <summary>Opens the inboxes of streams on the current connection, and reports what was taken from them. Thread-safe.</summary>
internal sealed class BusStreams(BusContext context, ConnectionUse use, LeavingLinks leaving, SenderCache senders)
{
    /// <summary>Opens an inbox on the current connection, or on the next one.</summary>
    /// <param name="window">The number of messages that may wait in the inbox.</param>
    /// <param name="limit">The time to wait for a connection and for the peer.</param>
    /// <param name="cancel">Cancels the wait.</param>
    /// <exception cref="MessagingTimeoutException">There was no connection, or the peer did not answer, within the limit.</exception>
    /// <exception cref="MessagingException">The peer refused the link.</exception>
    public async Task<StreamInbox> OpenAsync(int window, TimeSpan limit, CancellationToken cancel)
    {
        using var late = new CancellationTokenSource(limit, context.Time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancel, late.Token);
        var isConnected = false;
        try
        {
            var connection = await use.Opened.WaitAsync(end.Token).ConfigureAwait(false);
            isConnected = true;
            return await StreamInbox.OpenAsync(context, leaving, connection, window, end.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            var why = isConnected ? "the peer has not answered the attach of the stream's link" : "no connection was open";
            throw new MessagingTimeoutException($"The stream could not begin within {limit.TotalSeconds} s: {why}.");
        }
    }

    /// <summary>Reports to the server of a stream how many of its messages were taken. Does not wait. A failure ends the stream.</summary>
    public void Report(Destination request, PartReport report, StreamInbox inbox)
    {
        var pending = new PendingReport(report.ToMessage(Destination.OfCancellations(request)), inbox) { Owner = context };
        context.Deadlines.Add(pending, pending.Timeout);
        senders.Enqueue(pending);
    }
}
