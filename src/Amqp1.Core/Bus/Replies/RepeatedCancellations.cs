using Amqp1.Addressing;
using Amqp1.Bus.Context;
using Amqp1.Bus.Deadlines;
using Amqp1.Dialects;

namespace Amqp1.Bus.Replies;

/// <summary>
/// The cancellations that are sent again after a delay. A server begins to listen with its first call that can be cancelled, and has no link
/// while it connects again: other servers of the topic may have taken the first message before its link is attached. Thread-safe.
/// </summary>
internal sealed class RepeatedCancellations
{
    /// <summary>The number of calls that are kept. The cancellations of others are not repeated.</summary>
    public const int MostKept = 1024;

    private readonly BusContext _context;
    private readonly TimeSpan _delay;
    private readonly Action<Destination, IEnumerable<CallId>> _send;
    private readonly DelayedWork _work;
    private readonly Lock _gate = new();
    private readonly Queue<(long Due, Destination Destination, CallId Id)> _waiting = [];

    /// <param name="context">The context of the bus.</param>
    /// <param name="delay">The time between a cancellation and its repetition.</param>
    /// <param name="send">Sends the cancellations of calls to a destination. Called on the thread pool.</param>
    public RepeatedCancellations(BusContext context, TimeSpan delay, Action<Destination, IEnumerable<CallId>> send)
    {
        (_context, _delay, _send) = (context, delay, send);
        _work = new DelayedWork(Send, context.Logger);
    }

    /// <summary>Adds calls whose cancellation was sent.</summary>
    public void Add(Destination destination, IReadOnlyCollection<CallId> ids)
    {
        lock (_gate)
        {
            var isArmed = _waiting.Count > 0;
            var due = _context.Deadlines.StampIn(_delay);
            foreach (var id in ids.Take(MostKept - _waiting.Count))
            {
                _waiting.Enqueue((due, destination, id));
            }

            if (!isArmed && _waiting.Count > 0)
            {
                _context.Deadlines.Add(_work, _delay);
            }
        }
    }

    private void Send()
    {
        List<(Destination Destination, CallId Id)> due = [];
        lock (_gate)
        {
            while (_waiting.TryPeek(out var next) && _context.Deadlines.Until(next.Due) <= TimeSpan.Zero)
            {
                _waiting.Dequeue();
                due.Add((next.Destination, next.Id));
            }

            if (_waiting.TryPeek(out var later))
            {
                _context.Deadlines.Add(_work, _context.Deadlines.Until(later.Due));
            }
        }

        foreach (var topic in due.GroupBy(entry => entry.Destination, entry => entry.Id))
        {
            _send(topic.Key, topic);
        }
    }
}
