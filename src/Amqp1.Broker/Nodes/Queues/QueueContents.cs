namespace Amqp1.Broker.Nodes.Queues;

/// <summary>The waiting messages of a queue, in order. A message that a consumer has given back keeps its position in the order.</summary>
internal sealed class QueueContents
{
    private static readonly Comparer<QueuedMessage> BySequence = Comparer<QueuedMessage>.Create((left, right) => left.Sequence.CompareTo(right.Sequence));
    private readonly MessageRing _fresh = new();
    private readonly SortedSet<QueuedMessage> _returned = new(BySequence);

    /// <summary>The number of waiting messages.</summary>
    public int Count => _fresh.Count + _returned.Count;

    /// <summary>The number of messages that consumers have given back.</summary>
    public int ReturnedCount => _returned.Count;

    /// <summary>The oldest waiting message; null if there is none.</summary>
    public QueuedMessage? First => Earlier(_fresh.First, _returned.Count > 0 ? _returned.Min : null);

    /// <summary>Adds a message that has just arrived.</summary>
    public void Add(QueuedMessage message)
    {
        message.Place = QueuePlace.Fresh;
        _fresh.Add(message);
    }

    /// <summary>Adds a message that a consumer has given back.</summary>
    public void Return(QueuedMessage message)
    {
        message.Place = QueuePlace.Returned;
        _returned.Add(message);
    }

    /// <summary>Removes a waiting message.</summary>
    public void Remove(QueuedMessage message)
    {
        if (message.Place == QueuePlace.Fresh)
        {
            _fresh.Remove(message);
        }
        else if (message.Place == QueuePlace.Returned)
        {
            _returned.Remove(message);
        }

        message.Place = QueuePlace.None;
    }

    /// <summary>Returns the first waiting message whose sequence number is at least this one; null if there is none.</summary>
    public QueuedMessage? From(long sequence) => Earlier(_fresh.From(sequence), ReturnedFrom(sequence));

    /// <summary>Returns the first waiting message that the consumer does not refuse; null if there is none.</summary>
    public QueuedMessage? NextFor(QueueConsumer consumer)
    {
        if (_returned.Count == 0)
        {
            return _fresh.First;
        }

        var returned = ReturnedFrom(consumer.Position);
        while (returned is not null && returned.IsRefusedBy(consumer.Consumer))
        {
            consumer.Position = returned.Sequence + 1;
            returned = ReturnedFrom(consumer.Position);
        }

        return Earlier(_fresh.First, returned);
    }

    private static QueuedMessage? Earlier(QueuedMessage? one, QueuedMessage? other) =>
        one is null || other is null ? one ?? other : one.Sequence < other.Sequence ? one : other;

    private QueuedMessage? ReturnedFrom(long sequence)
    {
        if (_returned.Count == 0)
        {
            return null;
        }

        var first = _returned.Min!;
        var last = _returned.Max!;
        return first.Sequence >= sequence ? first
            : last.Sequence < sequence ? null
            : _returned.GetViewBetween(Probe(sequence), last).Min;
    }

    private static QueuedMessage Probe(long sequence) => new(null!, sequence, default, 0) { EnqueuedAt = default };
}
