namespace Amqp1.Transport;

/// <summary>
/// Collects the small frames of many threads in one buffer and writes them to the stream in one go.
/// </summary>
/// <remarks>
/// One system call a frame is what makes an AMQP connection slow. Here a write only copies into the current buffer; one
/// thread-pool work item at a time swaps the buffer out and writes it, so that under load hundreds of frames share a call,
/// while a lone frame still leaves at once. Thread-safe. A failed write is reported once through <c>onFailed</c>; later
/// writes throw. A work item that waits for a thread of the pool holds nothing up: <see cref="WriteSignOfLife"/> writes in its place.
/// </remarks>
internal sealed class CoalescedWriter : IThreadPoolWorkItem
{
    /// <summary>Above this much unwritten data <see cref="Drained"/> is incomplete: the producer has to wait.</summary>
    private const int HighWater = 1024 * 1024;
    private const int InitialBuffer = 16 * 1024;
    private const int KeptBuffer = 256 * 1024;

    private readonly Stream _stream;
    private readonly TimeProvider _time;
    private readonly Action<Exception> _onFailed;
    private readonly Lock _gate = new();
    private byte[] _front = new byte[InitialBuffer];
    private byte[] _back = new byte[InitialBuffer];
    private int _length;
    private FlushState _flush;
    private long _lastWritten;
    private bool _completed;
    private Exception? _failure;
    private TaskCompletionSource? _drained;
    private TaskCompletionSource? _idle;

    public CoalescedWriter(Stream stream, TimeProvider time, Action<Exception> onFailed)
    {
        _stream = stream;
        _time = time;
        _lastWritten = time.GetTimestamp();
        _onFailed = onFailed;
    }

    /// <summary>Completes when the writer can take more without growing past its high-water mark.</summary>
    public Task Drained
    {
        get
        {
            lock (_gate)
            {
                if (_failure is not null || _length < HighWater)
                {
                    return Task.CompletedTask;
                }

                return (_drained ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }
        }
    }

    /// <summary>Bytes taken and not yet handed to the stream.</summary>
    public int Pending
    {
        get
        {
            lock (_gate)
            {
                return _length;
            }
        }
    }

    /// <summary>When bytes were last handed to the stream, as a time stamp of the <see cref="TimeProvider"/>.</summary>
    public long LastWritten => Volatile.Read(ref _lastWritten);

    /// <summary>Copies the bytes; they are on their way when this returns. Throws when the stream has failed or was completed.</summary>
    public void Write(ReadOnlySpan<byte> bytes) => Write(bytes, default);

    /// <summary>As <see cref="Write(ReadOnlySpan{byte})"/>, both spans back to back.</summary>
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
    /// As <see cref="Write(ReadOnlySpan{byte}, ReadOnlySpan{byte})"/>, but the bytes only leave with <see cref="Flush"/>,
    /// <see cref="FlushHere"/>, <see cref="CompleteAsync"/> or the next write. For a producer that knows when its burst ends.
    /// </summary>
    public void Append(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        lock (_gate)
        {
            Copy(first, second);
        }
    }

    /// <summary>Sends what was appended, on a thread of the pool.</summary>
    public void Flush()
    {
        if (BeginFlush(FlushState.Queued))
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    /// <summary>
    /// Starts to send what was appended on the calling thread, which saves a wake-up. What others append meanwhile is left to the
    /// pool, so that the caller comes back after one system call. Call it without holding locks.
    /// </summary>
    public void FlushHere()
    {
        if (BeginFlush(FlushState.Running))
        {
            _ = FlushAsync(once: true);
        }
    }

    /// <summary>
    /// Writes on the calling thread what waits to be sent, also when a flush is queued that no thread of the pool has begun; or the filler
    /// if nothing waits. Does nothing while a write is under way and after <see cref="CompleteAsync"/> has written everything.
    /// </summary>
    public void WriteSignOfLife(ReadOnlySpan<byte> filler)
    {
        lock (_gate)
        {
            if (_flush == FlushState.Running || _failure is not null || (_completed && _length == 0))
            {
                return;
            }

            if (_length == 0)
            {
                Copy(filler, default);
            }

            _flush = FlushState.Running;
        }

        _ = FlushAsync(once: true);
    }

    /// <summary>No more writes; completes when what was written has left, or the stream has failed.</summary>
    public Task CompleteAsync()
    {
        Task idle;
        lock (_gate)
        {
            _completed = true;
            if (_flush == FlushState.Idle && _length == 0)
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
                // A sign of life was due before the pool had a thread for this, and took everything along.
                return;
            }

            _flush = FlushState.Running;
        }

        _ = FlushAsync(once: false);
    }

    private void Copy(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        if (_failure is not null)
        {
            throw new IOException("The connection has failed.", _failure);
        }

        ObjectDisposedException.ThrowIf(_completed, this);
        var needed = _length + first.Length + second.Length;
        if (needed > _front.Length)
        {
            Array.Resize(ref _front, Math.Max(needed, _front.Length * 2));
        }

        first.CopyTo(_front.AsSpan(_length));
        second.CopyTo(_front.AsSpan(_length + first.Length));
        _length = needed;
    }

    private bool BeginFlush(FlushState begun)
    {
        lock (_gate)
        {
            if (_flush != FlushState.Idle || _length == 0)
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
            byte[] buffer;
            int length;
            lock (_gate)
            {
                length = _length;
                if (length == 0)
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

                buffer = _front;
                _front = _back;
                _back = buffer;
                _length = 0;
                _drained?.TrySetResult();
                _drained = null;
            }

            Volatile.Write(ref _lastWritten, _time.GetTimestamp());
            try
            {
                await _stream.WriteAsync(buffer.AsMemory(0, length)).ConfigureAwait(false);
            }
#pragma warning disable CA1031 // Whatever the stream throws ends this connection and nothing else; the owner is told.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                Fail(failure);
                return;
            }

            if (buffer.Length > KeptBuffer)
            {
                lock (_gate)
                {
                    // One large message must not pin its memory for the life of the connection.
                    _back = new byte[InitialBuffer];
                }
            }

            written = true;
        }
    }

    private void Fail(Exception failure)
    {
        lock (_gate)
        {
            _failure = failure;
            _length = 0;
            _flush = FlushState.Idle;
            _drained?.TrySetResult();
            _drained = null;
            _idle?.TrySetResult();
        }

        _onFailed(failure);
    }

    private enum FlushState : byte
    {
        Idle,

        /// <summary>A work item waits for a thread of the pool.</summary>
        Queued,

        /// <summary>A thread writes, or a write is under way.</summary>
        Running,
    }
}
