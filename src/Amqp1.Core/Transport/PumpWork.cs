namespace Amqp1.Transport;

/// <summary>
/// Hands work from the pump of a connection to the thread pool. The work that follows from one read of the socket, such as replies and
/// requests, is handed over together (<see cref="WorkBatch"/>): a work item of the pool and the wake-up of a thread for each of them cost
/// more than most of the work itself.
/// </summary>
/// <remarks>
/// <para>
/// Work of the application may be slow, or block. The clock therefore looks at the batches while there are any, rarely at first and soon again
/// when it has found one that is not finished. If a thread does not get on with a batch, each item that is left becomes a work item of its
/// own, as it would be without batches. Slow items also make the following batches smaller, down to one item.
/// </para>
/// <para>
/// No work is lost when a connection ends: <see cref="Close"/> hands over what was collected, and nothing is collected after it.
/// Thread-safe. Whoever calls <see cref="TryAdd"/> must call <see cref="HandOver"/> soon afterwards.
/// </para>
/// </remarks>
/// <param name="clock">The clock, from <see cref="Clock.ClockThread.For"/>.</param>
#pragma warning disable CA1001 // A timer that is not scheduled needs no disposal, and this one is scheduled only while there are batches.
internal sealed class PumpWork(TimeProvider clock)
#pragma warning restore CA1001
{
    /// <summary>
    /// The period in which the clock looks at the batches while all of them were finished at the last look. Every look wakes a thread, so
    /// that a short period would cost more than the batches save.
    /// </summary>
    public static readonly TimeSpan RestPeriod = TimeSpan.FromMilliseconds(20);

    /// <summary>The time until the next look at an unfinished batch. A thread that has begun no item in this time is overtaken.</summary>
    public static readonly TimeSpan WatchPeriod = TimeSpan.FromMilliseconds(5);

    /// <summary>The number of empty batches that are kept.</summary>
    private const int Spares = 4;

    [ThreadStatic]
    private static PumpWork? s_ofThisThread;

    private readonly Lock _gate = new();
    private readonly List<WorkBatch> _executing = [];
    private readonly Stack<WorkBatch> _spares = new(Spares);
    private readonly WorkCollection _ofPump = new();
    private readonly WorkCollection _ofBatches = new();
    private readonly BatchLimit _limit = new();
    private ITimer? _watch;
    private bool _isWatching;
    private bool _hadBatch;
    private bool _isClosed;

    /// <summary>
    /// The work of which the current thread executes a batch; null if it executes none. An item that ends may make room for others, such as
    /// messages that wait for a worker. They are collected as well, because a work item of the pool for each of them would cost more.
    /// </summary>
    public static PumpWork? OfThisThread
    {
        get => s_ofThisThread;
        set => s_ofThisThread = value;
    }

    /// <summary>Collects an item until <see cref="HandOver"/>. Returns false if the caller must hand over the item itself.</summary>
    public bool TryAdd(IThreadPoolWorkItem item)
    {
        IThreadPoolWorkItem full;
        lock (_gate)
        {
            if (_isClosed || !_limit.Allows())
            {
                return false;
            }

            var collection = Own;
            if (collection.Batch is not { } batch)
            {
                collection.Batch = batch = _spares.TryPop(out var spare) ? spare : new WorkBatch(this, clock);
            }

            batch.Add(item);

            // The pump hands over a single item soon, because it runs no code of users. A batch may run such code before it hands over.
            if (batch.Count == (collection == _ofPump ? 2 : 1))
            {
                Watch();
            }

            if (batch.Count < _limit.Value)
            {
                return true;
            }

            full = Take(collection, batch);
        }

        Queue(full);
        return true;
    }

    /// <summary>Hands over the items that the pump, or on any other thread those that the batches, have collected.</summary>
    public void HandOver() => HandOverOf(Own);

    /// <summary>Hands over the collected items and collects no more. May be called more than once.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
        }

        HandOverOf(_ofPump);
        HandOverOf(_ofBatches);
    }

    /// <summary>Lets another thread execute the batch as well.</summary>
    public void Share(WorkBatch batch)
    {
        lock (_gate)
        {
            batch.IsShared = true;
        }

        Queue(batch);
    }

    /// <summary>Called after a slow item. The following batches are smaller.</summary>
    public void OnSlow()
    {
        lock (_gate)
        {
            _limit.OnSlow();
        }
    }

    /// <summary>Called when a thread has found no further item in the batch.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="wasSlow">Whether an item that the thread ran was slow.</param>
    public void OnExecuted(WorkBatch batch, bool wasSlow)
    {
        lock (_gate)
        {
            _executing.Remove(batch);
            if (batch.IsShared)
            {
                return;
            }

            batch.Clear();
            Keep(batch);
            if (!wasSlow)
            {
                _limit.OnFast();
            }
        }
    }

    /// <summary>
    /// Queues the work locally: the thread of the pump takes it as soon as it has nothing to read, without waking another thread.
    /// </summary>
    private static void Queue(IThreadPoolWorkItem work) => ThreadPool.UnsafeQueueUserWorkItem(work, preferLocal: true);

    private WorkCollection Own => s_ofThisThread == this ? _ofBatches : _ofPump;

    private void HandOverOf(WorkCollection collection)
    {
        if (collection.Batch is null)
        {
            return;
        }

        IThreadPoolWorkItem collected;
        lock (_gate)
        {
            if (collection.Batch is not { } batch)
            {
                return;
            }

            collected = Take(collection, batch);
        }

        Queue(collected);
    }

    /// <summary>Ends the collection of a batch and returns the work item that stands for it.</summary>
    private IThreadPoolWorkItem Take(WorkCollection collection, WorkBatch batch)
    {
        collection.LastCount = -1;
        collection.Batch = null;
        if (batch.Count > 1)
        {
            _executing.Add(batch);
            return batch;
        }

        var only = batch.TakeOnly();
        Keep(batch);
        return only;
    }

    private void Keep(WorkBatch batch)
    {
        if (_spares.Count < Spares)
        {
            _spares.Push(batch);
        }
    }

    private void Watch()
    {
        _hadBatch = true;
        if (!_isWatching)
        {
            _isWatching = true;
            _watch ??= clock.CreateTimer(static state => ((PumpWork)state!).OnWatch(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _watch.Change(RestPeriod, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Runs on the clock thread.</summary>
    private void OnWatch()
    {
        List<(IThreadPoolWorkItem Work, int Times)> overdue = [];
        lock (_gate)
        {
            var isUnfinished = Look(_ofPump, overdue) | Look(_ofBatches, overdue);

            foreach (var batch in _executing)
            {
                var begun = batch.Begun;
                isUnfinished |= begun < batch.Count && !batch.IsSplit;
                if (begun > 0 && begun == batch.LastSeen && begun < batch.Count && !batch.IsSplit)
                {
                    // Each of the threads takes one item if all items block.
                    batch.IsShared = true;
                    batch.IsSplit = true;
                    _limit.OnBlocked();
                    overdue.Add((batch, batch.Count - begun));
                }

                batch.LastSeen = begun;
            }

            // While batches follow one another, the timer stays: to set it again for each of them would wake the clock thread each time.
            _isWatching = _hadBatch || _ofPump.Batch is not null || _ofBatches.Batch is not null || _executing.Count > 0;
            _hadBatch = false;
            if (_isWatching)
            {
                _watch!.Change(isUnfinished ? WatchPeriod : RestPeriod, Timeout.InfiniteTimeSpan);
            }
        }

        foreach (var (work, times) in overdue)
        {
            for (var i = 0; i < times; i++)
            {
                ThreadPool.UnsafeQueueUserWorkItem(work, preferLocal: false);
            }
        }
    }

    /// <summary>
    /// Takes the items of a collection that has not grown since the last look: the thread that collects does not get on. Returns whether
    /// there are items.
    /// </summary>
    private bool Look(WorkCollection collection, List<(IThreadPoolWorkItem Work, int Times)> overdue)
    {
        if (collection.Batch is not { } batch)
        {
            return false;
        }

        if (batch.Count == collection.LastCount)
        {
            overdue.Add((Take(collection, batch), 1));
        }
        else
        {
            collection.LastCount = batch.Count;
        }

        return true;
    }
}
