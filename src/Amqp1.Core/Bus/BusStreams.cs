using Amqp1.Bus.Context;
using Amqp1.Bus.Receiving;
using Amqp1.Bus.Replies;

namespace Amqp1.Bus;

/// <summary>Opens the inboxes of streams on the current connection. Thread-safe.</summary>
internal sealed class BusStreams(BusContext context, ConnectionUse use, LeavingLinks leaving)
{
    /// <summary>
    /// Opens an inbox on the current connection, or on the next one. Returns null if the peer cannot carry streams.
    /// </summary>
    /// <param name="window">The number of messages that may wait in the inbox.</param>
    /// <param name="limit">The time to wait for a connection and for the peer.</param>
    /// <param name="cancel">Cancels the wait.</param>
    /// <exception cref="MessagingTimeoutException">There was no connection, or the peer did not answer, within the limit.</exception>
    /// <exception cref="MessagingException">The peer refused the link.</exception>
    public async Task<StreamInbox?> OpenAsync(int window, TimeSpan limit, CancellationToken cancel)
    {
        using var late = new CancellationTokenSource(limit, context.Time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancel, late.Token);
        var isConnected = false;
        try
        {
            var connection = await use.Opened.WaitAsync(end.Token).ConfigureAwait(false);
            isConnected = true;
            return connection.Dialect.CarriesStreams
                ? await StreamInbox.OpenAsync(context, leaving, connection, window, end.Token).ConfigureAwait(false)
                : null;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            var why = isConnected ? "the peer has not answered the attach of the stream's link" : "no connection was open";
            throw new MessagingTimeoutException($"The stream could not begin within {limit.TotalSeconds} s: {why}.");
        }
    }
}
