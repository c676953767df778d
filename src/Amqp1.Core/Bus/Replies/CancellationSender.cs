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

    /// <summary>Sends the cancellation of one call. Does not wait.</summary>
    public void Send(Destination request, CallId id) => Callback.Run(
        context.Logger, (Sender: this, request, id), static sent => sent.Sender.Begin(Destination.OfCancellations(sent.request), [sent.id]));

    /// <summary>Sends the cancellations of many calls. Completes when they were sent, or after a short limit.</summary>
    public async Task SendAsync(IReadOnlyCollection<(PendingCall Call, CallId Id)> calls)
    {
        if (calls.Count == 0)
        {
            return;
        }

        List<Task> ended = [];
        Callback.Run(context.Logger, (Sender: this, calls, ended), static sent =>
        {
            foreach (var topic in sent.calls.GroupBy(entry => Destination.OfCancellations(entry.Call.Outgoing.Destination), entry => entry.Id))
            {
                sent.ended.AddRange(topic.Chunk(CallCancellation.MostCalls).Select(ids => sent.Sender.Begin(topic.Key, ids).Ended));
            }
        });

        // This limit belongs to the end of the process, so that it is one of real time, whatever the clock of the bus is.
        await Waiting.EndsWithinAsync(Task.WhenAll(ended), StopLimit, TimeProvider.System, CancellationToken.None).ConfigureAwait(false);
    }

    private PendingCancellation Begin(Destination destination, IEnumerable<CallId> ids)
    {
        var cancellation = new PendingCancellation(CallCancellation.Create(destination, ids)) { Owner = context };
        context.Deadlines.Add(cancellation, cancellation.Timeout);
        senders.Enqueue(cancellation);
        return cancellation;
    }
}
