namespace Amqp1.Broker.Storage;

/// <summary>The data of an in-memory store, which outlives the store that uses it. Only <see cref="Failure"/> is thread-safe.</summary>
internal sealed class MemoryStoreData
{
    private StoreFailure? _failure;

    /// <summary>The queues by ID.</summary>
    public SortedDictionary<long, StoredQueue> Queues { get; } = [];

    /// <summary>The messages of each queue, in order.</summary>
    public Dictionary<long, SortedDictionary<long, StoredMessage>> Messages { get; } = [];

    /// <summary>The queue of each message.</summary>
    public Dictionary<long, long> Places { get; } = [];

    /// <summary>The reason why the data cannot be changed; null if it can. Set by tests.</summary>
    public StoreFailure? Failure
    {
        get => Volatile.Read(ref _failure);
        set => Volatile.Write(ref _failure, value);
    }

    /// <summary>Whether a store uses the data.</summary>
    public bool IsOpen { get; set; }

    public MemoryStoreData Copy()
    {
        var copy = new MemoryStoreData();
        foreach (var (id, queue) in Queues)
        {
            copy.Queues.Add(id, queue);
            copy.Messages.Add(id, new SortedDictionary<long, StoredMessage>(Messages[id]));
        }

        foreach (var (sequence, queue) in Places)
        {
            copy.Places.Add(sequence, queue);
        }

        return copy;
    }
}
