namespace Amqp1.Broker.Storage;

/// <summary>The data of an in-memory store, which outlives the store that uses it. Not thread-safe.</summary>
internal sealed class MemoryStoreData
{
    /// <summary>The queues by ID.</summary>
    public SortedDictionary<long, StoredQueue> Queues { get; } = [];

    /// <summary>The messages of each queue, in order.</summary>
    public Dictionary<long, SortedDictionary<long, StoredMessage>> Messages { get; } = [];

    /// <summary>The queue of each message.</summary>
    public Dictionary<long, long> Places { get; } = [];

    /// <summary>Whether a store uses the data.</summary>
    public bool IsOpen { get; set; }
}
