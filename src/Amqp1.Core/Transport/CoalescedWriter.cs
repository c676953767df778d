namespace Amqp1.Transport;

/// <summary>
/// Collects the small frames of many threads in one buffer and writes them to the stream in one go.
/// </summary>
/// <remarks>
/// One system call a frame is what makes an AMQP connection slow. Here a write only copies into the current buffer; one
/// thread-pool work item at a time swaps the buffer out and writes it, so that under load hundreds of frames share a call,
/// while a lone frame still leaves at once. Thread-safe. A failed write is reported once through <c>onFailed</c>; later
/// writes throw.
/// </remarks>
internal sealed class CoalescedWriter : IThreadPoolWorkItem
{
    /// <summary>Above this much unwritten data <see cref="Drained"/> is incomplete: the producer has to wait.</summary>
    private const int HighWater = 1024 * 1024;
    private const int InitialBuffer = 16 * 1024;
    private const int KeptBuffer = 256 * 1024;

    private readonly Stream _stream;
    private readonly Action<Exception> _onFailed;
    private readonly Lock _gate = new();
    private byte[] _front = new byte[InitialBuffer];
    private byte[] _back = new byte[InitialBuffer];
    private int _length;
    private bool _flushing;
    private bool _completed;
    private Exception? _failure;
    private TaskCompletionSource? _drained;
    private TaskCompletionSource? _idle;

    public CoalescedWriter(Stream stream, Action<Exception> onFailed)
    {
        _stream = stream;
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

    /// <summary>Copies the bytes; they are on their way when this returns. Throws when the stream has failed or was completed.</summary>
    public void Write(ReadOnlySpan<byte> bytes) => Write(bytes, default);

    /// <summary>As <see cref="Write(ReadOnlySpan{byte})"/>, both spans back to back.</summary>
    public void Write(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        lock (_gate)
        {
            Copy(first, second);
            if (_flushing)
            {
                return;
            }

            _flushing = true;
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
        if (BeginFlush())
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
        if (BeginFlush())
        {
            _ = FlushAsync(once: true);
        }
    }

    /// <summary>No more writes; completes when what was written has left, or the stream has failed.</summary>
    public Task CompleteAsync()
    {
        Task idle;
        lock (_gate)
        {
            _completed = true;
            if (!_flushing && _length == 0)
            {
                return Task.CompletedTask;
            }

            idle = (_idle ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }

        Flush();
        return idle;
    }

    void IThreadPoolWorkItem.Execute() => _ = FlushAsync(once: false);

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

    private bool BeginFlush()
    {
        lock (_gate)
        {
            if (_flushing || _length == 0)
            {
                return false;
            }

            return _flushing = true;
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
                    _flushing = false;
                    _idle?.TrySetResult();
                    return;
                }

                if (once && written)
                {
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
            _flushing = false;
            _drained?.TrySetResult();
            _drained = null;
            _idle?.TrySetResult();
        }

        _onFailed(failure);
    }
}
