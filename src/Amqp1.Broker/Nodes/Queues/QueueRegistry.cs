namespace Amqp1.Broker.Nodes.Queues;

/// <summary>All queues and subscriptions of the broker, by name. Used in a turn.</summary>
internal sealed class QueueRegistry
{
    private readonly SortedDictionary<string, QueueNode> _queues = new(StringComparer.Ordinal);

    public int Count => _queues.Count;

    public IEnumerable<QueueNode> All => _queues.Values;

    public void Add(QueueNode queue) => _queues[queue.Name] = queue;

    public void Remove(QueueNode queue)
    {
        if (_queues.TryGetValue(queue.Name, out var current) && current == queue)
        {
            _queues.Remove(queue.Name);
        }
    }

    public QueueNode? Find(string name) => _queues.GetValueOrDefault(name);

    /// <summary>Returns the queues in the order of their names, starting after this name; null starts at the beginning.</summary>
    public IEnumerable<QueueNode> After(string? name) =>
        name is null ? _queues.Values : _queues.Values.SkipWhile(queue => string.CompareOrdinal(queue.Name, name) <= 0);
}
