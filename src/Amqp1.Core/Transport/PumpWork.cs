namespace Amqp1.Transport;

/// <summary>
/// Hands work from the pump of a connection to the thread pool. The work that follows from one read of the socket, such as replies and
/// requests, is handed over together (<see cref="WorkBatch"/>): a work item of the pool and the wake-up of a thread for each of them cost
/// more than most of the work itself. A single item is a batch as well. The thread that executes it then sends its frames and those of the
/// pump with one system call, and no other thread is woken for them.
/// </summary>
/// <remarks>
/// <para>
/// Work of the application may be slow, or block. The clock therefore looks at the batches while there are any, rarely at first and soon again
/// when it has found one that is not finished. If a thread does not get on with a batch, each item that is left becomes a work item of its
/// own, as it would be without batches. Slow items also make the following batches smaller, down to one item.
/// </para>
/// <para>
/// No work is lost when a connection ends: <see cref="Close"/> hands over what was collected, and nothing is collected after it.
/// Thread-safe, except that only the pump may call <see cref="TryAdd"/> and <see cref="HandOver"/>.
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

    /// <summary>The number of items that are handed over one by one before batches are tried again, after slow items.</summary>
    private const int SingleItems = 256;

    /// <summary>The work whose batch the current thread executes.</summary>
    [ThreadStatic]
    private static PumpWork? _current;

    private readonly Lock _gate = new();
    private readonly List<WorkBatch> _executing = [];
    private ITimer? _watch;
    private WorkBatch? _collecting;
    private WorkBatch? _spare;
    private int _lastCollected = -1;
    private int _limit = WorkBatch.Size;
    private int _singles;
    private int _threads;
    private bool _isWatching;
    private bool _hadBatch;
    private bool _isClosed;

    /// <summary>
    /// Sends the frames that the items of a batch have written. Called when a thread has executed a batch, or runs it for a long time, and by
    /// the clock when a batch is not finished. Must not throw.
    /// </summary>
    public Action? SendFrames { get; init; }

    /// <summary>Whether the current thread executes a batch, so that <see cref="SendFrames"/> will be called soon.</summary>
    public bool IsExecuting => _current == this;

    /// <summary>Collects an item until <see cref="HandOver"/>. Returns false if the caller must hand over the item itself.</summary>
    public bool TryAdd(IThreadPoolWorkItem item)
    {
        IThreadPoolWorkItem full;
        lock (_gate)
        {
            if (_isClosed || !AllowsBatches())
            {
                return false;
            }

            if (_collecting is not { } batch)
            {
                _collecting = batch = _spare ?? new WorkBatch(this, clock);
                _spare = null;
            }

            batch.Add(item);
            if (batch.Count == 1)
            {
                Watch();
            }

            if (batch.Count < _limit)
            {
                return true;
            }

            full = Take(batch);
        }

        Queue(full);
        return true;
    }

    /// <summary>Hands over the collected items. Returns false if nothing was collected, so that no call of <see cref="SendFrames"/> will follow.</summary>
    public bool HandOver()
    {
        if (Volatile.Read(ref _collecting) is null)
        {
            return false;
        }

        IThreadPoolWorkItem collected;
        lock (_gate)
        {
            if (_collecting is not { } batch)
            {
                return false;
            }

            collected = Take(batch);
        }

        Queue(collected);
        return true;
    }

    /// <summary>Hands over the collected items and collects no more. May be called more than once.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
        }

        HandOver();
    }

    /// <summary>Called by a thread that begins to execute a batch. Returns the value for <see cref="End"/>.</summary>
    public PumpWork? Begin()
    {
        Interlocked.Increment(ref _threads);
        var before = _current;
        _current = this;
        return before;
    }

    /// <summary>Called by the same thread after the batch. Sends the frames of the batch.</summary>
    public void End(PumpWork? before)
    {
        _current = before;
        SendFrames?.Invoke();
        Interlocked.Decrement(ref _threads);
    }

    /// <summary>Lets another thread execute the batch as well, and sends the frames that were written so far.</summary>
    public void Share(WorkBatch batch)
    {
        SendFrames?.Invoke();
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
            _limit = Math.Max(1, _limit / 2);
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
            _spare = batch;
            if (!wasSlow)
            {
                _limit = Math.Min(WorkBatch.Size, _limit * 2);
            }
        }
    }

    /// <summary>
    /// Queues the work locally: the thread of the pump takes it as soon as it has nothing to read, without waking another thread.
    /// </summary>
    private static void Queue(IThreadPoolWorkItem work) => ThreadPool.UnsafeQueueUserWorkItem(work, preferLocal: true);

    private bool AllowsBatches()
    {
        if (_limit == 1)
        {
            if (++_singles < SingleItems)
            {
                return false;
            }

            _singles = 0;
            _limit = 2;
        }

        return true;
    }

    /// <summary>Ends the collection of a batch, which the caller queues.</summary>
    private WorkBatch Take(WorkBatch batch)
    {
        _lastCollected = -1;
        _collecting = null;
        _executing.Add(batch);
        return batch;
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
        bool isExecuting;
        lock (_gate)
        {
            isExecuting = Volatile.Read(ref _threads) > 0;
            var isUnfinished = _collecting is not null;
            if (_collecting is { } collecting)
            {
                if (collecting.Count == _lastCollected)
                {
                    // The pump does not get on.
                    overdue.Add((Take(collecting), 1));
                }
                else
                {
                    _lastCollected = collecting.Count;
                }
            }

            foreach (var batch in _executing)
            {
                var begun = batch.Begun;
                isUnfinished |= begun < batch.Count && !batch.IsSplit;
                if (begun > 0 && begun == batch.LastSeen && begun < batch.Count && !batch.IsSplit)
                {
                    // Each of the threads takes one item if all items block.
                    batch.IsShared = true;
                    batch.IsSplit = true;
                    _limit = 1;
                    overdue.Add((batch, batch.Count - begun));
                }

                batch.LastSeen = begun;
            }

            // While batches follow one another, the timer stays: to set it again for each of them would wake the clock thread each time.
            _isWatching = _hadBatch || _collecting is not null || _executing.Count > 0 || isExecuting;
            _hadBatch = false;
            if (_isWatching)
            {
                _watch!.Change(isUnfinished ? WatchPeriod : RestPeriod, Timeout.InfiniteTimeSpan);
            }
        }

        if (isExecuting)
        {
            SendFrames?.Invoke();
        }

        foreach (var (work, times) in overdue)
        {
            for (var i = 0; i < times; i++)
            {
                ThreadPool.UnsafeQueueUserWorkItem(work, preferLocal: false);
            }
        }
    }
}
