namespace Amqp1.Transport;

/// <summary>
/// Work items that one thread of the pool runs one after another. Any further thread that executes the batch takes over the items that are
/// not begun, so that a slow item does not delay the others.
/// </summary>
/// <remarks>
/// The batch is filled by one thread and then executed. Each thread that executes it takes the next item until none is left.
/// </remarks>
/// <param name="owner">Shares the batch with other threads.</param>
/// <param name="clock">The clock.</param>
internal sealed class WorkBatch(PumpWork owner, TimeProvider clock) : IThreadPoolWorkItem
{
    /// <summary>The maximum number of items.</summary>
    public const int Size = 64;

    /// <summary>The time after which an item counts as slow, 100 us.</summary>
    private readonly long _slowItem = clock.TimestampFrequency / 10_000;

    /// <summary>The time after which a thread that has run fast items asks for help with the others, 500 us.</summary>
    private readonly long _turn = clock.TimestampFrequency / 2_000;

    private readonly IThreadPoolWorkItem?[] _items = new IThreadPoolWorkItem?[Size];
    private int _taken;

    /// <summary>The number of items.</summary>
    public int Count { get; private set; }

    /// <summary>The number of items that were begun.</summary>
    public int Begun => Math.Min(Volatile.Read(ref _taken), Count);

    /// <summary>Whether more than one thread executes the batch, so that it cannot be filled again. Guarded by the lock of the owner.</summary>
    public bool IsShared { get; set; }

    /// <summary>Whether each item that was left has a work item of its own. Guarded by the lock of the owner.</summary>
    public bool IsSplit { get; set; }

    /// <summary>The value of <see cref="Begun"/> when the owner looked last; negative before that. Guarded by the lock of the owner.</summary>
    public int LastSeen { get; set; } = -1;

    public void Add(IThreadPoolWorkItem item) => _items[Count++] = item;

    /// <summary>Prepares the batch, whose items were all taken, for other items.</summary>
    public void Clear()
    {
        Count = 0;
        _taken = 0;
        LastSeen = -1;
    }

    /// <inheritdoc />
    public void Execute()
    {
        var isSlow = false;
        var before = owner.Begin();
        var turn = clock.GetTimestamp();
        var last = turn;
        while (TryTake(out var item, out var hasMore))
        {
            item.Execute();
            var now = clock.GetTimestamp();
            var wasSlow = now - last > _slowItem;
            last = now;
            if (wasSlow)
            {
                isSlow = true;
                owner.OnSlow();
            }

            if (hasMore && (wasSlow || now - turn > _turn))
            {
                turn = now;
                owner.Share(this);
            }
        }

        owner.End(before);
        owner.OnExecuted(this, isSlow);
    }

    private bool TryTake(out IThreadPoolWorkItem item, out bool hasMore)
    {
        var index = Interlocked.Increment(ref _taken) - 1;
        hasMore = index + 1 < Count;
        if (index >= Count)
        {
            item = null!;
            return false;
        }

        item = _items[index]!;
        _items[index] = null;
        return true;
    }
}
