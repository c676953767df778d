using System.Net.Sockets;
using Amqp;
using Amqp1.Transport.Clock;

namespace Amqp1.Transport;

/// <summary>
/// The byte transport of an AMQPNetLite connection. It reads through a large buffer, coalesces writes and flushes when it is closed.
/// </summary>
/// <remarks>
/// It passes on only whole frames and inspects them first (<see cref="IncomingFrames"/>), because AMQPNetLite cannot decode some of them
/// and misinterprets others. AMQPNetLite does not report flows. After it has processed one, <see cref="FlowProcessed"/> is raised on the
/// connection's pump, so that a sender without credit can continue. The work for the thread pool that results from received data is handed
/// over in a batch when the pump asks for more data (<see cref="PumpWork"/>). The frames that the pump writes while it processes the data
/// are sent together with those of the batch, or at that moment without a batch. The frames that the clock thread writes are sent at once,
/// on that thread. Messages that are accepted one after another are settled with one disposition frame if the frame of the first is not
/// written yet.
/// </remarks>
internal sealed class AmqpTransport : IAsyncTransport
{
    /// <summary>The size of the largest frame that is accepted.</summary>
    public const int MaxFrameSize = 256 * 1024;

    /// <summary>The size from which frames are not copied, because the copy would cost more than a system call of their own.</summary>
    private const int SmallestReferred = 64 * 1024;

    private readonly Stream _stream;
    private readonly Socket? _socket;
    private readonly TimeProvider _time;
    private readonly CoalescedWriter _writer;
    private readonly TransportOutput _output;
    private readonly PumpWork _work;
    private readonly FrameTrace? _trace;
    private readonly OutgoingTransfers _outgoing = new();
    private readonly IncomingFrames _incoming;
    private readonly FrameReader _frames = new();
    private ReadOnlyMemory<byte> _ready;
    private int _closed;
    private long _lastReceived;
    private int _pumpThread;
    private uint _peerMaxFrameSize = uint.MaxValue;

    /// <param name="stream">The stream to the peer. The transport disposes it.</param>
    /// <param name="time">The clock.</param>
    /// <param name="trace">The log of the frames; null for no trace.</param>
    /// <param name="socket">The socket below the stream, which is checked for unread bytes; null if there is none.</param>
    public AmqpTransport(Stream stream, TimeProvider time, FrameTrace? trace = null, Socket? socket = null)
    {
        _socket = socket;
        _trace = trace;
        _stream = stream;
        _time = time;
        _incoming = new IncomingFrames(_outgoing);
        _writer = new CoalescedWriter(stream, time, OnWriteFailed);
        _output = new TransportOutput(_writer);
        _work = new PumpWork(ClockThread.For(time)) { SendFrames = _output.SendFrames };
        _lastReceived = time.GetTimestamp();
    }

    /// <summary>Called on the pump after a flow frame was processed. Handlers must not throw or block.</summary>
    public Action? FlowProcessed { get; set; }

    /// <summary>The time at which bytes were last received, a time stamp of the <see cref="TimeProvider"/>.</summary>
    public long LastReceived => Volatile.Read(ref _lastReceived);

    /// <summary>The time at which bytes were last written, a time stamp of the <see cref="TimeProvider"/>.</summary>
    public long LastSent => _writer.LastWritten;

    /// <summary>Whether bytes of the peer wait in the socket because the thread pool had no free thread to read them.</summary>
    public bool HasUnread => _socket is { } socket && SocketInput.HasUnread(socket);

    /// <inheritdoc />
    public void SetConnection(Connection connection) => _incoming.Connection = connection;

    /// <summary>
    /// Replaces the writer of AMQPNetLite, which allocates a task, a list and an array for each frame. Must be called after the peer's Open
    /// is received and before anything else is sent.
    /// </summary>
    /// <param name="connection">The open connection.</param>
    /// <param name="peerMaxFrameSize">The size of the largest frame that the peer accepts.</param>
    public void Attach(Connection connection, uint peerMaxFrameSize)
    {
        _peerMaxFrameSize = peerMaxFrameSize;
        LibraryInternals.WriterOf(connection) = this;
    }

    /// <summary>Sends one frame and releases the caller's reference to its buffer. Throws if the transport is closed.</summary>
    public void Send(ByteBuffer buffer)
    {
        var isReferred = false;
        try
        {
            isReferred = TryWriteReference(buffer);
            if (!isReferred)
            {
                Write(buffer);
            }
        }
        catch (IOException)
        {
            // The stream has failed. The pump is about to report this for the whole connection.
        }
        finally
        {
            if (!isReferred)
            {
                LibraryInternals.ReleaseReference(buffer);
            }
        }
    }

    /// <inheritdoc />
    public Task SendAsync(IList<ByteBuffer> bufferList, int listSize)
    {
        for (var i = 0; i < bufferList.Count; i++)
        {
            Write(bufferList[i]);
        }

        return _writer.Drained;
    }

    /// <inheritdoc />
    public int Receive(byte[] buffer, int offset, int count) =>
        throw new InvalidOperationException("This transport supports only asynchronous reads.");

    /// <inheritdoc />
    public Task<int> ReceiveAsync(byte[] buffer, int offset, int count)
    {
        if (_ready.IsEmpty && _incoming.Flows.IsPending)
        {
            // AMQPNetLite asks for the next frame, so it has processed the flow.
            FlowProcessed?.Invoke();
            _incoming.Flows.OnProcessed();
        }

        if (IsReady())
        {
            // The current thread is the pump until it asks for data again.
            _pumpThread = Environment.CurrentManagedThreadId;
            return CompletedReads.Of(Take(buffer, offset, count));
        }

        _pumpThread = 0;
        if (!_work.HandOver())
        {
            _writer.Flush();
        }

        return ReadAsync(buffer, offset, count);
    }

    /// <summary>
    /// Collects work that the pump hands over to the pool when it asks for more data. Returns false if the caller is not the pump, or if work
    /// is not collected at the moment. The caller must then hand over the work itself.
    /// </summary>
    public bool TryCollect(IThreadPoolWorkItem work) => _pumpThread == Environment.CurrentManagedThreadId && _work.TryAdd(work);

    /// <summary>Whether <see cref="TakeContent"/> would return a message.</summary>
    public bool HasContent => _incoming.Transfers.HasContent;

    /// <summary>
    /// Whether the sender aborted the message that AMQPNetLite is delivering. An aborted message is settled and must be ignored; only the
    /// credit that it used must be granted again.
    /// </summary>
    public bool IsAborted => _incoming.Transfers.IsAborted;

    /// <summary>
    /// Returns the content of the multi-frame message whose last frame AMQPNetLite is reading, or null if the content cannot be decoded.
    /// </summary>
    public AssembledMessage? TakeContent() => _incoming.Transfers.TakeContent();

    /// <summary>
    /// Writes the pending data on the calling thread, or an empty frame if there is none. Does nothing while a write is in progress or
    /// after the end of the connection.
    /// </summary>
    public void SendSignOfLife() => _output.SendSignOfLife();

    /// <inheritdoc />
    public void Close() => _ = CloseAsync();

    /// <summary>Closes the connection at once, without flushing. Pending reads and writes fail.</summary>
    public void Abort()
    {
        _work.Close();
        if (Interlocked.Exchange(ref _closed, 1) == 0)
        {
            _stream.Dispose();
        }
    }

    private void Write(ByteBuffer buffer)
    {
        ReadOnlySpan<byte> frame = buffer.Buffer.AsSpan(buffer.Offset, buffer.Length);
        if (frame.Length > _peerMaxFrameSize)
        {
            frame = FrameLimit.Shorten(frame, _peerMaxFrameSize);
        }

        OnSending(frame);
        _output.Write(frame, SendsLater);
    }

    /// <summary>Writes a large frame from the buffer, whose reference is then released later. Returns false for other frames.</summary>
    private bool TryWriteReference(ByteBuffer buffer)
    {
        if (buffer.Length < SmallestReferred || buffer.Length > _peerMaxFrameSize)
        {
            return false;
        }

        var frame = new FrameReference(buffer);
        OnSending(frame.Bytes.Span);
        _output.Write(frame.Bytes, frame, SendsLater);
        return true;
    }

    private void OnSending(ReadOnlySpan<byte> frame)
    {
        _trace?.Sent(frame);
        _outgoing.OnSending(frame);
    }

    /// <summary>
    /// Whether the current thread writes several frames and sends them together: the pump when it asks for more data, and a thread that
    /// executes a batch at the end of the batch.
    /// </summary>
    private bool SendsLater => _pumpThread == Environment.CurrentManagedThreadId || _work.IsExecuting;

    private async Task CloseAsync()
    {
        // AMQPNetLite closes the transport before it ends the sessions. The work that this causes is not collected.
        _work.Close();
        if (Interlocked.Exchange(ref _closed, 1) != 0)
        {
            return;
        }

        await _output.CompleteAsync(_time).ConfigureAwait(false);
        await _stream.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<int> ReadAsync(byte[] buffer, int offset, int count)
    {
        do
        {
            var read = await _stream.ReadAsync(_frames.MakeRoom()).ConfigureAwait(false);
            if (read == 0)
            {
                return 0;
            }

            Volatile.Write(ref _lastReceived, _time.GetTimestamp());
            _frames.OnRead(read);
        }
        while (!IsReady());

        return Take(buffer, offset, count);
    }

    private int Take(byte[] buffer, int offset, int count)
    {
        var taken = Math.Min(count, _ready.Length);
        _ready.Span[..taken].CopyTo(buffer.AsSpan(offset));
        _ready = _ready[taken..];
        return taken;
    }

    /// <summary>Returns whether data can be passed on: first the protocol header, then whole frames.</summary>
    private bool IsReady()
    {
        if (!_ready.IsEmpty)
        {
            return true;
        }

        if (!_frames.TryRead(out var next, out var isFrame))
        {
            return false;
        }

        if (isFrame)
        {
            _trace?.Received(next.Span);
            _ready = _incoming.Inspect(next);
        }
        else
        {
            _ready = next;
        }

        return true;
    }

    private void OnWriteFailed(Exception failure) => Abort();
}
