using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Amqp1.Embedded.Frames;
using Amqp1.Embedded.Routing;
using Amqp1.Transport;

namespace Amqp1.Embedded.Connections;

/// <summary>
/// One socket, from accept to end: reads into one buffer, hands the complete frames to the <see cref="Endpoint"/> under the router's
/// lock, and writes through a coalescing writer. A peer that does not read what it is sent is sent no more messages and, when it
/// goes on asking for answers, is not read from either.
/// </summary>
#pragma warning disable CA1001 // RunAsync, which every connection runs, ends by disposing of all of it.
internal sealed class Connection
#pragma warning restore CA1001
{
    private const int InitialBuffer = 16 * 1024;
    private const int FullBuffer = 64 * 1024;
    private const int MostFlushedHere = 2;
    private static readonly TimeSpan LingerLimit = TimeSpan.FromSeconds(2);

    private readonly Socket _socket;
    private readonly SslStream? _tls;
    private readonly CoalescedWriter _output;
    private readonly Endpoint _endpoint;
    private readonly List<Connection> _written = [];
    private readonly ITimer _openTimer;
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Heartbeat? _heartbeat;
    private ITimer? _lingerTimer;
    private byte[] _buffer = new byte[InitialBuffer];
    private int _start;
    private int _end;
    private bool _outputOpen = true;
    private bool _congested;
    private bool _unflushed;

    public Connection(RouterCore router, Socket socket)
    {
        Router = router;
        _socket = socket;
        Peer = socket.RemoteEndPoint?.ToString() ?? "unknown";
        Stream stream = new NetworkStream(socket, ownsSocket: false);
        if (router.Tls is not null)
        {
            stream = _tls = new SslStream(stream, leaveInnerStreamOpen: false);
        }

        _output = new CoalescedWriter(stream, _ => Abort());
        _endpoint = new Endpoint(this);
        _openTimer = router.Time.CreateTimer(
            static state => ((Connection)state!).OpenTimedOut(), this, router.Options.OpenTimeout, Timeout.InfiniteTimeSpan);
    }

    public RouterCore Router { get; }

    /// <summary>Address and port of the peer, for the log.</summary>
    public string Peer { get; }

    /// <summary>The certificate that the peer has shown under TLS, checked; null when there is none.</summary>
    public X509Certificate2? PeerCertificate { get; private set; }

    /// <summary>Completes when the socket is closed.</summary>
    public Task Completion => _completion.Task;

    public int PeerMaxFrameSize { get; private set; } = 512;

    /// <summary>The most message bytes that fit in one frame to the peer.</summary>
    public int PeerMaxPayload { get; private set; } = 512 - HotFrames.MaxHeader;

    /// <summary>Whether there is room for messages to the peer.</summary>
    public bool CanTransfer => !_congested && _outputOpen;

    public async Task RunAsync()
    {
        Router.Logger.Connected(Peer);
        try
        {
            if (_tls is not null)
            {
                await _tls.AuthenticateAsServerAsync(Router.Tls!).ConfigureAwait(false);
                PeerCertificate = _tls.RemoteCertificate as X509Certificate2;
            }

            while (await ReceiveAsync(_buffer.AsMemory(_end)).ConfigureAwait(false) is var read && read > 0)
            {
                _end += read;
                _heartbeat?.Heard();
                Process();
                MakeRoom(read);
                var drained = _output.Drained;
                if (!drained.IsCompleted)
                {
                    await drained.ConfigureAwait(false);
                }
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or IOException)
        {
            Router.Logger.ConnectionLost(exception, Peer);
            Abort();
        }
        catch (AuthenticationException exception)
        {
            Router.Logger.Refused(Peer, exception.GetBaseException().Message);
            Abort();
        }
#pragma warning disable CA1031 // A defect of the router must not take the process with it, nor another connection.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Router.Logger.Unexpected(exception, Peer);
            Abort();
        }

        await EndAsync().ConfigureAwait(false);
    }

    /// <summary>The peer's Open is there.</summary>
    public void Opened(in OpenFrame open)
    {
        _openTimer.Dispose();
        PeerMaxFrameSize = (int)Math.Clamp(open.MaxFrameSize, 512, 16 * 1024 * 1024);
        PeerMaxPayload = PeerMaxFrameSize - HotFrames.MaxHeader;
        _heartbeat = new Heartbeat(this, Router.Options.IdleTimeout, open.IdleTimeOut);
    }

    public void Send(FrameBuilder frame) => Send(frame.Frame);

    public void Send(ReadOnlySpan<byte> frame) => Write(frame, default);

    public void SendTransfer(ReadOnlySpan<byte> header, ReadOnlySpan<byte> payload)
    {
        Write(header, payload);
        if (!_congested && _output.Drained is { IsCompleted: false } drained)
        {
            _congested = true;
            _ = ResumeAsync(drained);
        }
    }

    public void SendEmptyFrame()
    {
        lock (Router.Gate)
        {
            Send(HotFrames.Empty);
            Router.Flush();
        }
    }

    public void CloseIdle() => Close(ErrorCondition.ResourceLimitExceeded, "The connection was idle for longer than the idle time-out.");

    /// <summary>Closes with an error, as far as the peer got in opening.</summary>
    public void Close(string condition, string description)
    {
        lock (Router.Gate)
        {
            _endpoint.Close(condition, description);
            Router.Flush();
        }
    }

    /// <summary>
    /// Nothing more is sent. What was sent leaves, and the peer has a moment to read it and close its side, because closing a socket
    /// with unread input would take the last frames from it.
    /// </summary>
    public void FinishOutput()
    {
        if (_outputOpen)
        {
            _outputOpen = false;
            _openTimer.Dispose();
            _heartbeat?.Dispose();
            _lingerTimer = Router.Time.CreateTimer(static state => ((Connection)state!).Abort(), this, LingerLimit, Timeout.InfiniteTimeSpan);
            _ = ShutdownAsync();
        }
    }

    /// <summary>The turn under the lock ends; what it wrote is about to be sent.</summary>
    public void TurnEnds() => _unflushed = false;

    /// <summary>Sends what was written.</summary>
    public void Flush() => _output.Flush();

    /// <summary>Drops the socket at once.</summary>
    public void Abort() => _socket.Dispose();

    /// <summary>Straight from the socket on clear TCP, which needs no further layer.</summary>
    private ValueTask<int> ReceiveAsync(Memory<byte> buffer) =>
        _tls is null ? _socket.ReceiveAsync(buffer, SocketFlags.None) : _tls.ReadAsync(buffer);

    private void Process()
    {
        lock (Router.Gate)
        {
            try
            {
                _start += _endpoint.Take(_buffer.AsSpan(_start, _end - _start));
            }
            finally
            {
                Router.Flush(_written);
            }
        }

        // One or two system calls are cheaper here than waking other threads for them; many are not.
        var here = _written.Count <= MostFlushedHere;
        foreach (var connection in _written)
        {
            if (here)
            {
                connection._output.FlushHere();
            }
            else
            {
                connection._output.Flush();
            }
        }

        _written.Clear();
    }

    /// <summary>Moves what is left of a frame to the front, in a buffer that holds all of it and grows with the traffic.</summary>
    private void MakeRoom(int lastRead)
    {
        var left = _end - _start;
        var size = _buffer.Length;
        if (lastRead == _buffer.Length && size < FullBuffer)
        {
            size = FullBuffer;
        }

        var frame = _endpoint.FrameSize(_buffer.AsSpan(_start, left));
        if (frame > size)
        {
            size = Math.Max(frame, FullBuffer);
        }

        var target = size == _buffer.Length ? _buffer : new byte[size];
        if (left > 0 && (_start > 0 || target != _buffer))
        {
            Buffer.BlockCopy(_buffer, _start, target, 0, left);
        }

        _buffer = target;
        _start = 0;
        _end = left;
    }

    private void Write(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        if (!_outputOpen)
        {
            return;
        }

        try
        {
            _output.Append(first, second);
            if (!_unflushed)
            {
                _unflushed = true;
                Router.FlushLater(this);
            }

            _heartbeat?.Sent();
        }
        catch (IOException)
        {
            // The socket failed, which the read loop learns too: it ends the connection.
            _outputOpen = false;
            Abort();
        }
    }

    private async Task ResumeAsync(Task drained)
    {
        // Never at once: the caller is in the middle of sending a frame, and the room may have come since it looked.
        await drained.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        lock (Router.Gate)
        {
            _congested = false;
            _endpoint.Pump();
            Router.Flush();
        }
    }

    private void OpenTimedOut()
    {
        Router.Logger.NotOpened(Peer);
        Abort();
    }

    private async Task ShutdownAsync()
    {
        await _output.CompleteAsync().ConfigureAwait(false);
        try
        {
            if (_tls is { IsAuthenticated: true })
            {
                await _tls.ShutdownAsync().ConfigureAwait(false);
            }

            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or IOException or InvalidOperationException)
        {
            // The peer was faster.
            Router.Logger.ConnectionLost(exception, Peer);
        }
    }

    private async Task EndAsync()
    {
        try
        {
            lock (Router.Gate)
            {
                _endpoint.TearDown();
                FinishOutput();
                Router.Flush();
            }

            await _output.CompleteAsync().ConfigureAwait(false);
        }
        finally
        {
            _openTimer.Dispose();
            _heartbeat?.Dispose();
            _lingerTimer?.Dispose();
            _socket.Dispose();
            if (_tls is not null)
            {
                await _tls.DisposeAsync().ConfigureAwait(false);
            }

            PeerCertificate?.Dispose();
            Router.Logger.Ended(Peer);
            _completion.SetResult();
        }
    }
}
