namespace Amqp1.Transport;

/// <summary>The items that are collected until they are handed over. Guarded by the lock of its owner.</summary>
internal sealed class WorkCollection
{
    private volatile WorkBatch? _batch;

    /// <summary>The items; null if there are none. Can be read without the lock.</summary>
    public WorkBatch? Batch
    {
        get => _batch;
        set => _batch = value;
    }

    /// <summary>The number of items when the clock looked last; negative before that.</summary>
    public int LastCount { get; set; } = -1;
}
