using Amqp1.Addressing;
using Amqp1.Bus.Context;
using Amqp1.Bus.Sending;
using Amqp1.Dialects;
using Amqp1.Wire;

namespace Amqp1.Bus.Replies;

/// <summary>
/// Sends the cancellations of calls to the servers that may run them (docs/spec/behaviour.md#cancellation). Thread-safe. Does not throw.
/// </summary>
internal sealed class CancellationSender
{
    /// <summary>
    /// The time that the stop of a bus waits for its last cancellations. A router has no credit for them if no server of this driver serves
    /// the topic.
    /// </summary>
    private static readonly TimeSpan StopLimit = TimeSpan.FromMilliseconds(250);

    /// <summary>The time in which a new connection must be open for the cancellations of calls that were lost with the old one.</summary>
    private static readonly TimeSpan ReconnectLimit = TimeSpan.FromSeconds(20);

    /// <summary>
    /// The times after which a cancellation is repeated: for servers that have just begun to listen, for slower ones, and for those that
    /// connect again.
    /// </summary>
    private static readonly TimeSpan[] Repetitions = [TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5)];

    private static readonly Attempt Once = new(CallCancellation.Limit, CallCancellation.Retries, IsRepeated: false);
    private static readonly Attempt Repeated = Once with { IsRepeated = true };
    private static readonly Attempt Later = new(ReconnectLimit, Retries: -1, IsRepeated: true);

    private readonly BusContext _context;
    private readonly SenderCache _senders;
    private readonly RepeatedCancellations[] _repeated;

    /// <param name="context">The context of the bus.</param>
    /// <param name="senders">The links of the bus.</param>
    public CancellationSender(BusContext context, SenderCache senders)
    {
        (_context, _senders) = (context, senders);
        _repeated = [.. Repetitions.Select(delay => new RepeatedCancellations(context, delay, (destination, ids) => Begin(destination, ids, Once)))];
    }

    /// <summary>Sends the cancellation of one call, and repeats it. Does not wait.</summary>
    public void Send(Destination request, CallId id) => Callback.Run(
        _context.Logger,
        (Sender: this, request, id),
        static sent => sent.Sender.Begin(Destination.OfCancellations(sent.request), [sent.id], Repeated));

    /// <summary>Sends the cancellations of calls on the next connection, because theirs was lost, and repeats them. Does not wait.</summary>
    public void SendLater(IReadOnlyCollection<(PendingCall Call, CallId Id)> calls) => Begin(calls, Later);

    /// <summary>Sends the cancellations of many calls, because the bus stops. Completes when they were sent, or after a short limit.</summary>
    public async Task SendAsync(IReadOnlyCollection<(PendingCall Call, CallId Id)> calls)
    {
        var ended = Begin(calls, Once);
        if (ended.Count == 0)
        {
            return;
        }

        // This limit belongs to the end of the process, so that it is one of real time, whatever the clock of the bus is.
        await Waiting.EndsWithinAsync(Task.WhenAll(ended), StopLimit, TimeProvider.System, CancellationToken.None).ConfigureAwait(false);
    }

    private List<Task> Begin(IReadOnlyCollection<(PendingCall Call, CallId Id)> calls, Attempt attempt)
    {
        List<Task> ended = [];
        Callback.Run(_context.Logger, (Sender: this, calls, attempt, ended), static sent =>
        {
            foreach (var topic in sent.calls.GroupBy(entry => Destination.OfCancellations(entry.Call.Outgoing.Destination), entry => entry.Id))
            {
                sent.ended.AddRange(sent.Sender.Begin(topic.Key, topic, sent.attempt));
            }
        });
        return ended;
    }

    private List<Task> Begin(Destination destination, IEnumerable<CallId> ids, Attempt attempt)
    {
        List<Task> ended = [];
        foreach (var some in ids.Chunk(CallCancellation.MostCalls))
        {
            var cancellation = new PendingCancellation(CallCancellation.Create(destination, some), attempt.Limit, attempt.Retries)
            {
                Owner = _context,
                Accepted = attempt.IsRepeated ? () => Repeat(destination, some) : null,
            };
            _context.Deadlines.Add(cancellation, cancellation.Timeout);
            _senders.Enqueue(cancellation);
            ended.Add(cancellation.Ended);
        }

        return ended;
    }

    private void Repeat(Destination destination, CallId[] ids)
    {
        foreach (var repetition in _repeated)
        {
            repetition.Add(destination, ids);
        }
    }

    /// <param name="Limit">The time in which a cancellation must be sent.</param>
    /// <param name="Retries">The number of times that it is sent again if it comes back; -1 for no limit but that of the time.</param>
    /// <param name="IsRepeated">Whether it is sent again after it was accepted.</param>
    private readonly record struct Attempt(TimeSpan Limit, int Retries, bool IsRepeated);
}
