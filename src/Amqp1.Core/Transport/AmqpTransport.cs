using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Amqp;

namespace Amqp1.Transport;

/// <summary>
/// The bytes under an AMQPNetLite connection: reads through a large buffer, writes coalesced, closing flushes.
/// </summary>
/// <remarks>
/// It also hands over frames only when they are whole, and looks at them first (<see cref="IncomingFrames"/>): some the library
/// could not decode, others it would misunderstand. After it has dealt with a flow, which it keeps to itself,
/// <see cref="FlowProcessed"/> is raised on the connection's pump: a sender that ran out of credit can go on then. What the pump
/// writes while it works through what was read leaves when it asks for more: by then it shares the system call with all the rest.
/// What the clock thread writes leaves at once, on that thread.
/// </remarks>
internal sealed class AmqpTransport : IAsyncTransport
{
    /// <summary>The largest frame that is taken.</summary>
    public const int MaxFrameSize = 256 * 1024;

    private const int ReadBufferSize = 64 * 1024;
    private const int ProtocolHeaderSize = 8;
    private const int SmallestFrame = 8;
    private const int FrameSizeField = 4;

    /// <summary>How long a close waits for a peer that has stopped reading.</summary>
    private static readonly TimeSpan FlushLimit = TimeSpan.FromSeconds(2);

    private static ReadOnlySpan<byte> EmptyFrame => [0, 0, 0, 8, 2, 0, 0, 0];

    private static readonly Task<int>[] SmallReads = [.. Enumerable.Range(0, 2048).Select(Task.FromResult)];

    private readonly Stream _stream;
    private readonly Socket? _socket;
    private readonly TimeProvider _time;
    private readonly CoalescedWriter _writer;
    private readonly FrameTrace? _trace;
    private readonly OutgoingTransfers _outgoing = new();
    private readonly IncomingFrames _incoming;
    private byte[] _buffer = new byte[ReadBufferSize];
    private int _start;
    private int _end;
    private ReadOnlyMemory<byte> _ready;
    private bool _headerRead;
    private int _closed;
    private long _lastReceived;
    private int _pumpThread;
    private uint _peerMaxFrameSize = uint.MaxValue;

    /// <param name="stream">The stream to the peer, which the transport disposes of.</param>
    /// <param name="time">The clock.</param>
    /// <param name="trace">Logs the frames; null for no trace.</param>
    /// <param name="socket">The socket below the stream, to be asked for bytes that nobody has read; null if there is none.</param>
    public AmqpTransport(Stream stream, TimeProvider time, FrameTrace? trace = null, Socket? socket = null)
    {
        _socket = socket;
        _trace = trace;
        _stream = stream;
        _time = time;
        _incoming = new IncomingFrames(_outgoing);
        _writer = new CoalescedWriter(stream, time, OnWriteFailed);
        _lastReceived = time.GetTimestamp();
    }

    /// <summary>Raised on the pump after a flow frame was processed. Handlers must not throw and not block.</summary>
    public Action? FlowProcessed { get; set; }

    /// <summary>When the last byte came in, a time stamp of the <see cref="TimeProvider"/>.</summary>
    public long LastReceived => Volatile.Read(ref _lastReceived);

    /// <summary>When bytes were last written, a time stamp of the <see cref="TimeProvider"/>.</summary>
    public long LastSent => _writer.LastWritten;

    /// <summary>Whether bytes of the peer wait in the socket, because the thread pool has had no thread to read them.</summary>
    public bool HasUnread => _socket is { } socket && SocketInput.HasUnread(socket);

    /// <inheritdoc />
    public void SetConnection(Connection connection) => _incoming.Connection = connection;

    /// <summary>
    /// Puts itself in the place of AMQPNetLite's writer, which makes a task, a list and an array for each frame that it hands
    /// over. Call it when the peer's Open is in, before anything else is sent.
    /// </summary>
    /// <param name="connection">The open connection.</param>
    /// <param name="peerMaxFrameSize">The largest frame that the peer takes.</param>
    public void Attach(Connection connection, uint peerMaxFrameSize)
    {
        _peerMaxFrameSize = peerMaxFrameSize;
        WriterOf(connection) = this;
    }

    /// <summary>Takes one frame and the caller's reference to its buffer. Throws when the transport is closed.</summary>
    public void Send(ByteBuffer buffer)
    {
        try
        {
            Write(buffer);
        }
        catch (IOException)
        {
            // The stream has failed, which the pump is about to report for all there is on the connection.
        }
        finally
        {
            ReleaseReference(buffer);
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
        throw new InvalidOperationException("This transport only reads asynchronously.");

    /// <inheritdoc />
    public Task<int> ReceiveAsync(byte[] buffer, int offset, int count)
    {
        if (_ready.IsEmpty && _incoming.Flows.IsPending)
        {
            // The library asks for the next frame, so it is done with the flow.
            FlowProcessed?.Invoke();
            _incoming.Flows.OnProcessed();
        }

        if (IsReady())
        {
            // Until it asks again, this thread is the pump.
            _pumpThread = Environment.CurrentManagedThreadId;
            return Completed(Take(buffer, offset, count));
        }

        _pumpThread = 0;
        _writer.Flush();
        return ReadAsync(buffer, offset, count);
    }

    /// <summary>Whether <see cref="TakeContent"/> would give something.</summary>
    public bool HasContent => _incoming.Transfers.HasContent;

    /// <summary>
    /// Whether the message that the library hands over now was aborted by its sender. It has to be forgotten: it is settled and was never
    /// there, and only the credit that it took has to be granted again.
    /// </summary>
    public bool IsAborted => _incoming.Transfers.IsAborted;

    /// <summary>
    /// What is in the message whose last frame the library reads now, when it came in several frames; null when it cannot be decoded.
    /// </summary>
    public Message? TakeContent() => _incoming.Transfers.TakeContent();

    /// <summary>
    /// Writes on the calling thread what waits to be sent, or an empty frame if nothing does. Does nothing while a write is under way, or
    /// after the end of the connection.
    /// </summary>
    public void SendSignOfLife() => _writer.WriteSignOfLife(EmptyFrame);

    /// <inheritdoc />
    public void Close() => _ = CloseAsync();

    /// <summary>Drops the connection at once, without flushing. Pending reads and writes fail.</summary>
    public void Abort()
    {
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

        _trace?.Sent(frame);
        _outgoing.OnSending(frame);
        if (_pumpThread == Environment.CurrentManagedThreadId)
        {
            _writer.Append(frame, default);
        }
        else if (ClockThread.IsCurrent)
        {
            _writer.Append(frame, default);
            SendSignOfLife();
        }
        else
        {
            _writer.Write(frame);
        }
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "writer")]
    private static extern ref ITransport WriterOf(Connection connection);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "ReleaseReference")]
    private static extern void ReleaseReference(ByteBuffer buffer);

    private static Task<int> Completed(int count) => count < SmallReads.Length ? SmallReads[count] : Task.FromResult(count);

    private async Task CloseAsync()
    {
        if (Interlocked.Exchange(ref _closed, 1) != 0)
        {
            return;
        }

        try
        {
            await _writer.CompleteAsync().WaitAsync(FlushLimit, _time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // The peer does not read; what is left cannot be delivered.
        }
        finally
        {
            await _stream.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task<int> ReadAsync(byte[] buffer, int offset, int count)
    {
        do
        {
            MakeRoom();
            var read = await _stream.ReadAsync(_buffer.AsMemory(_end)).ConfigureAwait(false);
            if (read == 0)
            {
                return 0;
            }

            Volatile.Write(ref _lastReceived, _time.GetTimestamp());
            _end += read;
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

    /// <summary>Whether there is something to hand over: the protocol header, and then whole frames.</summary>
    private bool IsReady()
    {
        if (!_ready.IsEmpty)
        {
            return true;
        }

        var size = NextSize();
        if (_end - _start < size)
        {
            return false;
        }

        var next = _buffer.AsMemory(_start, size);
        _start += size;
        if (_headerRead)
        {
            _trace?.Received(next.Span);
            _ready = _incoming.Inspect(next);
        }
        else
        {
            _headerRead = true;
            _ready = next;
        }

        return true;
    }

    private int NextSize()
    {
        if (!_headerRead)
        {
            return ProtocolHeaderSize;
        }

        if (_end - _start < FrameSizeField)
        {
            return SmallestFrame;
        }

        var size = FrameInspection.Size(_buffer.AsSpan(_start));
        return size is >= SmallestFrame and <= MaxFrameSize
            ? size
            : throw new InvalidDataException($"The peer sent a frame of {(uint)size} bytes; {SmallestFrame} to {MaxFrameSize} are taken.");
    }

    /// <summary>Moves what is left of a frame to the front, in a buffer that holds all of it.</summary>
    private void MakeRoom()
    {
        var left = _end - _start;
        var target = NextSize() > _buffer.Length ? new byte[MaxFrameSize] : _buffer;
        if (left > 0 && (_start > 0 || target != _buffer))
        {
            Buffer.BlockCopy(_buffer, _start, target, 0, left);
        }

        _buffer = target;
        _start = 0;
        _end = left;
    }

    private void OnWriteFailed(Exception failure) => Abort();
}
