namespace Amqp1.Broker.Storage;

/// <summary>An operation that waits for the writer of a store.</summary>
internal readonly struct StoreOperation
{
    public required StoreOperationKind Kind { get; init; }

    /// <summary>The message that is appended, or the message after a move. Otherwise only some of its fields are set.</summary>
    public StoredMessage Message { get; init; }

    /// <summary>The sequence number of the message that is changed, or the last one that is purged.</summary>
    public long Sequence { get; init; }

    /// <summary>The queue that is created, changed or deleted.</summary>
    public long Queue { get; init; }

    public string? Name { get; init; }

    public string? Settings { get; init; }

    public uint DeliveryCount { get; init; }

    public StoreRange Range { get; init; }

    public IStoreCallback? Done { get; init; }

    public IStoreReader? Reader { get; init; }

    /// <summary>Is completed when the operations before this one are done.</summary>
    public TaskCompletionSource? Flushed { get; init; }

    /// <summary>Whether the operation is repeated until the store can write again, because it cannot be refused any more.</summary>
    public bool IsRepeated => Kind is StoreOperationKind.Remove or StoreOperationKind.SetDeliveryCount or StoreOperationKind.Move
        or StoreOperationKind.Purge or StoreOperationKind.DeleteQueue or StoreOperationKind.Flush;

    /// <summary>Whether the operation changes the data.</summary>
    public bool IsWrite => Kind is not (StoreOperationKind.Read or StoreOperationKind.Flush);

    /// <summary>The memory that the operation occupies while it waits.</summary>
    public long Cost => 128 + Message.Payload.Length;

    /// <summary>Returns the result of an operation that is on disk.</summary>
    public StoreResult Succeed() => new(Done, null, default, null);

    /// <summary>Returns the result of an operation that has failed.</summary>
    public StoreResult Fail(StoreFailure failure) => new(Done, Reader, default, failure);
}
