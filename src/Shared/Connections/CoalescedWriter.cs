namespace Amqp1.Transport;

/// <summary>
/// Collects the small frames of many threads and writes them to the stream together.
/// </summary>
/// <remarks>
/// One system call per frame makes an AMQP connection slow. Here, a write only copies into the current array. One thread-pool work item at
/// a time takes the array and writes it. Under load, hundreds of frames then share a call, and a single frame is still sent at once. Large
/// frames fill one array after another, or are written from where they are. The arrays are rented, so that an idle connection holds none.
/// Thread-safe. A failed write is reported once through <c>onFailed</c>; later writes throw. A work item that waits for a pool thread does
/// not delay heartbeats: <see cref="WriteSignOfLife"/> writes in its place.
/// </remarks>
/// <param name="stream">The stream. Its owner disposes it.</param>
/// <param name="time">The clock.</param>
/// <param name="onFailed">Called once when a write has failed.</param>
internal sealed class CoalescedWriter(Stream stream, TimeProvider time, Action<Exception> onFailed) : IThreadPoolWorkItem
{
    /// <summary>The amount of unwritten data above which <see cref="Drained"/> is incomplete and the producer must wait.</summary>
    private const int HighWater = 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly PendingBytes _pending = new();

    // The parts that are being written. Only the flush that is running uses the list.
    private readonly List<PendingPart> _writing = [];
    private FlushState _flush;
    private long _lastWritten = time.GetTimestamp();
    private bool _completed;
    private Exception? _failure;
    private TaskCompletionSource? _drained;
    private TaskCompletionSource? _idle;

    /// <summary>Completes when the unwritten data is below the high-water mark, or when the stream has failed.</summary>
    public Task Drained
    {
        get
        {
            lock (_gate)
            {
                if (_failure is not null || _pending.Length < HighWater)
                {
                    return Task.CompletedTask;
                }

                return (_drained ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }
        }
    }

    /// <summary>The number of accepted bytes that were not handed to the stream yet.</summary>
    public int Pending
    {
        get
        {
            lock (_gate)
            {
                return _pending.Length;
            }
        }
    }

    /// <summary>The time at which bytes were last handed to the stream, a time stamp of the <see cref="TimeProvider"/>.</summary>
    public long LastWritten => Volatile.Read(ref _lastWritten);

    /// <summary>Copies the bytes and schedules their write. Throws if the stream has failed or the writer was completed.</summary>
    public void Write(ReadOnlySpan<byte> bytes) => Write(bytes, default);

    /// <summary>Writes two contiguous spans, as <see cref="Write(ReadOnlySpan{byte})"/> does.</summary>
    public void Write(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        lock (_gate)
        {
            Copy(first, second);
            if (_flush != FlushState.Idle)
            {
                return;
            }

            _flush = FlushState.Queued;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>
    /// Copies the bytes without scheduling their write. They are sent by <see cref="Flush"/>, <see cref="FlushHere"/>,
    /// <see cref="CompleteAsync"/> or the next write. For a producer that knows when its burst ends. Returns the number of unwritten bytes.
    /// </summary>
    public int Append(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        lock (_gate)
        {
            Copy(first, second);
            return _pending.Length;
        }
    }

    /// <summary>Appends bytes without copying them. The owner is disposed of after the write; it is not if the stream fails.</summary>
    public int Append(ReadOnlyMemory<byte> bytes, IDisposable owner)
    {
        lock (_gate)
        {
            ThrowIfEnded();
            _pending.Add(bytes, owner);
            return _pending.Length;
        }
    }

    /// <summary>Appends the disposition frame of a range. Adjacent ranges that wait share a frame.</summary>
    public void Append(in AcceptedRange range)
    {
        lock (_gate)
        {
            ThrowIfEnded();
            _pending.Add(range);
        }
    }

    /// <summary>Sends the appended bytes on a thread of the pool.</summary>
    public void Flush()
    {
        if (BeginFlush(FlushState.Queued))
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    /// <summary>
    /// Sends the appended bytes on the calling thread, which saves a thread wake-up. Bytes that other threads append in the meantime are
    /// left to the pool, so that this method returns after one system call. Must be called without holding locks.
    /// </summary>
    public void FlushHere()
    {
        if (BeginFlush(FlushState.Running))
        {
            _ = FlushAsync(once: true);
        }
    }

    /// <summary>
    /// Writes the waiting bytes on the calling thread, or the filler if none wait. It takes over a flush that is queued and that no thread of
    /// the pool has begun. While a write is in progress, the filler follows that write. Does nothing when the writer was completed and has
    /// nothing left to write.
    /// </summary>
    public void WriteSignOfLife(ReadOnlySpan<byte> filler)
    {
        lock (_gate)
        {
            if (_failure is not null || (_completed && _pending.Length == 0))
            {
                return;
            }

            if (_pending.Length == 0)
            {
                Copy(filler, default);
            }

            if (_flush == FlushState.Running)
            {
                return;
            }

            _flush = FlushState.Running;
        }

        _ = FlushAsync(once: true);
    }

    /// <summary>Ends writing. Completes when all bytes were written or the stream has failed.</summary>
    public Task CompleteAsync()
    {
        Task idle;
        lock (_gate)
        {
            _completed = true;
            if (_flush == FlushState.Idle && _pending.Length == 0)
            {
                return Task.CompletedTask;
            }

            idle = (_idle ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }

        Flush();
        return idle;
    }

    void IThreadPoolWorkItem.Execute()
    {
        lock (_gate)
        {
            if (_flush != FlushState.Queued)
            {
                // A heartbeat was due before the pool had a thread for this work item, and wrote all pending bytes.
                return;
            }

            _flush = FlushState.Running;
        }

        _ = FlushAsync(once: false);
    }

    private void Copy(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        ThrowIfEnded();
        _pending.Add(first, second);
    }

    private void ThrowIfEnded()
    {
        if (_failure is not null)
        {
            throw new IOException("The connection has failed.", _failure);
        }

        ObjectDisposedException.ThrowIf(_completed, this);
    }

    private bool BeginFlush(FlushState begun)
    {
        lock (_gate)
        {
            if (_flush != FlushState.Idle || _pending.Length == 0)
            {
                return false;
            }

            _flush = begun;
            return true;
        }
    }

    private async Task FlushAsync(bool once)
    {
        var written = false;
        while (true)
        {
            lock (_gate)
            {
                if (_pending.Length == 0)
                {
                    _flush = FlushState.Idle;
                    _idle?.TrySetResult();
                    return;
                }

                if (once && written)
                {
                    _flush = FlushState.Queued;
                    ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
                    return;
                }

                _pending.MoveTo(_writing);
                _drained?.TrySetResult();
                _drained = null;
            }

            Volatile.Write(ref _lastWritten, time.GetTimestamp());
            try
            {
                foreach (var part in _writing)
                {
                    await stream.WriteAsync(part.Bytes).ConfigureAwait(false);

                    // If the write fails, the bytes are left to the garbage collector, because the stream may still use them.
                    part.Return();
                }
            }
#pragma warning disable CA1031 // Every exception of the stream ends only this connection and is reported to the owner.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                Fail(failure);
                return;
            }

            _writing.Clear();
            written = true;
        }
    }

    private void Fail(Exception failure)
    {
        lock (_gate)
        {
            _failure = failure;
            _pending.Clear();
            _flush = FlushState.Idle;
            _drained?.TrySetResult();
            _drained = null;
            _idle?.TrySetResult();
        }

        onFailed(failure);
    }
}
