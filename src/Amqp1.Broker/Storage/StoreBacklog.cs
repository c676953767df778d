namespace Amqp1.Broker.Storage;

/// <summary>
/// The operations that wait for the writer of a store, in order. Adding one takes a short lock and never blocks. The backlog is bounded by
/// the credit of the producers, which get no more credit while it is long. Thread-safe.
/// </summary>
internal sealed class StoreBacklog(IStoreListener listener)
{
    /// <summary>Producers get no credit from this number of waiting bytes until the writer has taken them.</summary>
    public const long MostBytes = 32 * 1024 * 1024;

    // Not a Lock, because the writer waits on it.
    private readonly object _gate = new();
    private List<StoreOperation> _waiting = [];
    private long _bytes;
    private bool _signalled;
    private bool _closed;
    private volatile bool _pressed;
    private volatile StoreFailure? _failure;

    /// <summary>Whether producers should get credit.</summary>
    public bool WantsMessages => !_pressed && _failure is null;

    /// <summary>The reason why the store cannot write; null if it can.</summary>
    public StoreFailure? Failure => _failure;

    /// <summary>Whether no further operations are accepted.</summary>
    public bool IsClosed
    {
        get
        {
            lock (_gate)
            {
                return _closed;
            }
        }
    }

    /// <summary>Adds an operation, or reports that the store is closed.</summary>
    public void Add(in StoreOperation operation)
    {
        bool closed;
        bool pressed;
        lock (_gate)
        {
            (closed, pressed) = (_closed, false);
            if (!closed)
            {
                _waiting.Add(operation);
                _bytes += operation.Cost;
                pressed = !_pressed && _bytes >= MostBytes;
                _pressed |= pressed;
                SignalUnderLock();
            }
        }

        if (closed)
        {
            operation.Flushed?.TrySetResult();
            listener.OnCompleted([operation.Fail(new StoreFailure(StoreFailureKind.Closed, "The store is closed."))]);
        }
        else if (pressed)
        {
            listener.OnDemandChanged();
        }
    }

    /// <summary>Takes the waiting operations. The given empty list collects the next ones.</summary>
    public List<StoreOperation> Take(List<StoreOperation> empty)
    {
        List<StoreOperation> taken;
        bool relieved;
        lock (_gate)
        {
            taken = _waiting;
            _waiting = empty;
            _bytes = 0;
            relieved = _pressed;
            _pressed = false;
        }

        if (relieved)
        {
            listener.OnDemandChanged();
        }

        return taken;
    }

    /// <summary>Stores the reason why the store cannot write, or null if it can write again.</summary>
    public void SetFailure(StoreFailure? failure)
    {
        var changed = (_failure is null) != (failure is null);
        _failure = failure;
        if (changed)
        {
            listener.OnDemandChanged();
        }
    }

    /// <summary>Blocks the thread of the writer until there is something to do.</summary>
    public void WaitForWork()
    {
        lock (_gate)
        {
            while (!_signalled)
            {
                Monitor.Wait(_gate);
            }

            _signalled = false;
        }
    }

    /// <summary>Wakes the writer.</summary>
    public void Signal()
    {
        lock (_gate)
        {
            SignalUnderLock();
        }
    }

    /// <summary>Accepts no further operations, and wakes the writer for the last ones.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            SignalUnderLock();
        }
    }

    private void SignalUnderLock()
    {
        if (!_signalled)
        {
            _signalled = true;
            Monitor.Pulse(_gate);
        }
    }
}
