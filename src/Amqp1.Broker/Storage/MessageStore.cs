using Microsoft.Extensions.Logging;

namespace Amqp1.Broker.Storage;

/// <summary>
/// A store over an engine. The operations that are handed over while a transaction is written form the next one, so the size of a
/// transaction follows the load, and nothing waits for a timer.
/// </summary>
internal sealed class MessageStore : IMessageStore
{
    private readonly StoreBacklog _backlog;
    private readonly StoreWriter _writer;
    private long _sequence;
    private long _queue;

    private MessageStore(StoreBacklog backlog, StoreWriter writer, StoreContents contents)
    {
        _backlog = backlog;
        _writer = writer;
        Recovered = contents.Queues;
        _sequence = contents.LastSequence;
        _queue = contents.LastQueue;
    }

    public IReadOnlyList<StoredQueue> Recovered { get; }

    public bool WantsMessages => _backlog.WantsMessages;

    public StoreFailure? Failure => _backlog.Failure;

    /// <summary>Opens a store. The engine belongs to the store from then on, and is disposed if the store cannot be opened.</summary>
    /// <exception cref="StoreException">The data cannot be opened.</exception>
    public static MessageStore Open(IStoreEngine engine, IStoreListener listener, TimeProvider time, ILogger logger)
    {
        try
        {
            var contents = engine.Open();
            var backlog = new StoreBacklog(listener);
            return new MessageStore(backlog, new StoreWriter(engine, backlog, listener, time, logger), contents);
        }
        catch
        {
            engine.Dispose();
            throw;
        }
    }

    public long NextSequence() => Interlocked.Increment(ref _sequence);

    public long CreateQueue(string name, string settings, IStoreCallback? done = null)
    {
        var queue = Interlocked.Increment(ref _queue);
        _backlog.Add(new StoreOperation { Kind = StoreOperationKind.CreateQueue, Queue = queue, Name = name, Settings = settings, Done = done });
        return queue;
    }

    public void UpdateQueue(long queue, string settings, IStoreCallback? done = null) =>
        _backlog.Add(new StoreOperation { Kind = StoreOperationKind.UpdateQueue, Queue = queue, Settings = settings, Done = done });

    public void DeleteQueue(long queue, IStoreCallback? done = null) =>
        _backlog.Add(new StoreOperation { Kind = StoreOperationKind.DeleteQueue, Queue = queue, Done = done });

    public void Purge(long queue, long through, IStoreCallback? done = null) =>
        _backlog.Add(new StoreOperation { Kind = StoreOperationKind.Purge, Queue = queue, Sequence = through, Done = done });

    public void Append(in StoredMessage message, IStoreCallback? done = null) =>
        _backlog.Add(new StoreOperation { Kind = StoreOperationKind.Append, Message = message, Done = done });

    public void Remove(long sequence, IStoreCallback? done = null) =>
        _backlog.Add(new StoreOperation { Kind = StoreOperationKind.Remove, Sequence = sequence, Done = done });

    public void SetDeliveryCount(long sequence, uint count, IStoreCallback? done = null) =>
        _backlog.Add(new StoreOperation { Kind = StoreOperationKind.SetDeliveryCount, Sequence = sequence, DeliveryCount = count, Done = done });

    public void Move(long sequence, in StoredMessage moved, IStoreCallback? done = null) =>
        _backlog.Add(new StoreOperation { Kind = StoreOperationKind.Move, Sequence = sequence, Message = moved, Done = done });

    public void Read(in StoreRange range, IStoreReader reader) =>
        _backlog.Add(new StoreOperation { Kind = StoreOperationKind.Read, Range = range, Reader = reader });

    public Task FlushAsync()
    {
        var flushed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _backlog.Add(new StoreOperation { Kind = StoreOperationKind.Flush, Flushed = flushed });
        return flushed.Task;
    }

    public Task BackUpAsync(string path, CancellationToken cancel = default) => _writer.BackUpAsync(path, cancel);

    /// <summary>Writes what was handed over, and closes the store. Later operations fail.</summary>
    public ValueTask DisposeAsync() => _writer.DisposeAsync();

    /// <summary>Closes the store without writing what was handed over, as a crash would. For tests.</summary>
    internal ValueTask AbandonAsync() => _writer.AbandonAsync();
}
