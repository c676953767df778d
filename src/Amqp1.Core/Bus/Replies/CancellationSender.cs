using Amqp1.Addressing;
using Amqp1.Bus.Context;
using Amqp1.Bus.Sending;
using Amqp1.Dialects;
using Amqp1.Wire;

namespace Amqp1.Bus.Replies;

/// <summary>
/// Sends the cancellations of calls to the servers that may run them (docs/spec/behaviour.md#cancellation). Thread-safe. Does not throw.
/// </summary>
internal sealed class CancellationSender(BusContext context, SenderCache senders)
{
    /// <summary>
    /// The time that the stop of a bus waits for its last cancellations. A router has no credit for them if no server of this driver serves
    /// the topic.
    /// </summary>
    private static readonly TimeSpan StopLimit = TimeSpan.FromMilliseconds(250);

    /// <summary>The time in which a new connection must be open for the cancellations of calls that were lost with the old one.</summary>
    private static readonly TimeSpan ReconnectLimit = TimeSpan.FromSeconds(20);

    /// <summary>Sends the cancellation of one call. Does not wait.</summary>
    public void Send(Destination request, CallId id) => Callback.Run(
        context.Logger,
        (Sender: this, request, id),
        static sent => sent.Sender.Begin(Destination.OfCancellations(sent.request), [sent.id], CallCancellation.Limit, CallCancellation.Retries));

    /// <summary>Sends the cancellations of calls whose connection was lost, on the next connection. Does not wait.</summary>
    public void SendLater(IReadOnlyCollection<(PendingCall Call, CallId Id)> calls) => Begin(calls, ReconnectLimit, retry: -1);

    /// <summary>Sends the cancellations of many calls. Completes when they were sent, or after a short limit.</summary>
    public async Task SendAsync(IReadOnlyCollection<(PendingCall Call, CallId Id)> calls)
    {
        var ended = Begin(calls, CallCancellation.Limit, CallCancellation.Retries);
        if (ended.Count == 0)
        {
            return;
        }

        // This limit belongs to the end of the process, so that it is one of real time, whatever the clock of the bus is.
        await Waiting.EndsWithinAsync(Task.WhenAll(ended), StopLimit, TimeProvider.System, CancellationToken.None).ConfigureAwait(false);
    }

    private List<Task> Begin(IReadOnlyCollection<(PendingCall Call, CallId Id)> calls, TimeSpan limit, int retry)
    {
        List<Task> ended = [];
        Callback.Run(context.Logger, (Sender: this, calls, limit, retry, ended), static sent =>
        {
            foreach (var topic in sent.calls.GroupBy(entry => Destination.OfCancellations(entry.Call.Outgoing.Destination), entry => entry.Id))
            {
                sent.ended.AddRange(topic.Chunk(CallCancellation.MostCalls).Select(ids => sent.Sender.Begin(topic.Key, ids, sent.limit, sent.retry).Ended));
            }
        });
        return ended;
    }

    private PendingCancellation Begin(Destination destination, IEnumerable<CallId> ids, TimeSpan limit, int retry)
    {
        var cancellation = new PendingCancellation(CallCancellation.Create(destination, ids), limit, retry) { Owner = context };
        context.Deadlines.Add(cancellation, cancellation.Timeout);
        senders.Enqueue(cancellation);
        return cancellation;
    }
}
