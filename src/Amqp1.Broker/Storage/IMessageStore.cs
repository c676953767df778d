namespace Amqp1.Broker.Storage;

/// <summary>
/// The durable contents of a broker: queues and their messages. Operations are handed over without waiting and never block, so they may be
/// called in a turn. The store writes them in the order in which they were handed over, many in one transaction, and reports each one to its
/// callback when it is on disk or has failed. A subscription is a queue whose settings name its topic. All members are thread-safe.
/// </summary>
/// <remarks>
/// The store keeps a payload only until it is written. A queue keeps the payloads of the messages at its head and of the unsettled ones, and
/// reads the others in pages. Sequence numbers are unique in the store and ascend in each queue. An operation on a message or queue that does
/// not exist succeeds and changes nothing.
/// </remarks>
internal interface IMessageStore : IAsyncDisposable
{
    /// <summary>The queues that the store contained when it was opened, in the order of their creation.</summary>
    IReadOnlyList<StoredQueue> Recovered { get; }

    /// <summary>
    /// Whether producers should get credit. It is false while too many operations wait, and while the store cannot write.
    /// <see cref="IStoreListener.OnDemandChanged"/> reports changes.
    /// </summary>
    bool WantsMessages { get; }

    /// <summary>The reason why the store cannot write at present; null if it can. Appends fail with it at once.</summary>
    StoreFailure? Failure { get; }

    /// <summary>Returns the sequence number for the next message. Numbers are never used twice while the store is open.</summary>
    long NextSequence();

    /// <summary>Creates a queue and returns its ID, which can be used at once.</summary>
    /// <param name="name">The name, unique in the store.</param>
    /// <param name="settings">A text that only the queue understands.</param>
    /// <param name="done">Is called when the queue is on disk.</param>
    long CreateQueue(string name, string settings, IStoreCallback? done = null);

    /// <summary>Replaces the settings of a queue.</summary>
    void UpdateQueue(long queue, string settings, IStoreCallback? done = null);

    /// <summary>Deletes a queue with its messages.</summary>
    void DeleteQueue(long queue, IStoreCallback? done = null);

    /// <summary>Removes the messages of a queue up to and including a sequence number.</summary>
    void Purge(long queue, long through, IStoreCallback? done = null);

    /// <summary>Adds a message. Its payload must not change until <paramref name="done"/> is called.</summary>
    void Append(in StoredMessage message, IStoreCallback? done = null);

    /// <summary>Removes a message. While the store cannot write, the removal waits until it can.</summary>
    void Remove(long sequence, IStoreCallback? done = null);

    /// <summary>Sets the number of failed deliveries of a message. While the store cannot write, the change waits until it can.</summary>
    void SetDeliveryCount(long sequence, uint count, IStoreCallback? done = null);

    /// <summary>
    /// Replaces a message by <paramref name="moved"/>, which is in another queue or at another place, in one step. If the payload of
    /// <paramref name="moved"/> is empty, the stored payload is kept. While the store cannot write, the move waits until it can.
    /// </summary>
    void Move(long sequence, in StoredMessage moved, IStoreCallback? done = null);

    /// <summary>Reads messages in order. The page contains the effect of every operation that was handed over before.</summary>
    void Read(in StoreRange range, IStoreReader reader);

    /// <summary>Completes when every operation that was handed over before is written or has failed.</summary>
    Task FlushAsync();

    /// <summary>
    /// Writes a consistent copy of the store to a file, while the store is used. The copy contains every operation that was handed over
    /// before and has not failed. Completes when the copy is on disk.
    /// </summary>
    /// <exception cref="StoreException">The file exists or cannot be written.</exception>
    Task BackUpAsync(string path, CancellationToken cancel = default);
}
