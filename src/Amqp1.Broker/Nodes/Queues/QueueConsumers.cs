namespace Amqp1.Broker.Nodes.Queues;

/// <summary>The consumers that compete for the messages of a queue. They take turns. Used in a turn.</summary>
internal sealed class QueueConsumers
{
    /// <summary>
    /// The consumers that may be able to accept a message, in rotation. A consumer that cannot accept one is removed, and is added again
    /// when it is ready.
    /// </summary>
    private readonly LinkedList<QueueConsumer> _ready = [];

    /// <summary>The consumers that have refused messages, whose positions a returned message may change.</summary>
    private readonly HashSet<QueueConsumer> _choosy = [];

    /// <summary>The number of consumers.</summary>
    public int Count { get; private set; }

    /// <summary>The number of consumers that may be able to accept a message.</summary>
    public int ReadyCount => _ready.Count;

    public void Add(QueueConsumer consumer)
    {
        Count++;
        _ready.AddLast(consumer.Place);
    }

    public void Remove(QueueConsumer consumer)
    {
        Count--;
        _choosy.Remove(consumer);
        if (consumer.Place.List is not null)
        {
            _ready.Remove(consumer.Place);
        }
    }

    /// <summary>Adds a consumer to the rotation, if it is not in it.</summary>
    public void OnReady(QueueConsumer consumer)
    {
        if (consumer.Place.List is null)
        {
            _ready.AddLast(consumer.Place);
        }
    }

    /// <summary>Returns the next consumer in rotation that can accept a message now; null if there is none.</summary>
    public QueueConsumer? Next()
    {
        while (_ready.First is { } first)
        {
            _ready.RemoveFirst();
            if (first.Value.Consumer.TryReady())
            {
                _ready.AddLast(first);
                return first.Value;
            }
        }

        return null;
    }

    /// <summary>Records that the consumer refuses a message.</summary>
    public void OnRefused(QueueConsumer consumer) => _choosy.Add(consumer);

    /// <summary>Moves consumers back that have passed the position of a returned message and do not refuse it.</summary>
    public void OnReturned(QueuedMessage message)
    {
        foreach (var consumer in _choosy)
        {
            if (consumer.Position > message.Sequence && !message.IsRefusedBy(consumer.Consumer))
            {
                consumer.Position = message.Sequence;
            }
        }
    }
}
