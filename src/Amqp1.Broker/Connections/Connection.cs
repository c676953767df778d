using Amqp1.Broker.Diagnostics;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Amqp1.Broker.Frames;
using Amqp1.Broker.Routing;
using Amqp1.Broker.Security;
using Amqp1.Transport;

namespace Amqp1.Broker.Connections;

/// <summary>
/// A connection of one socket, from accept to end. It reads into one buffer, passes the complete frames to the <see cref="Endpoint"/> under
/// the router's lock, and writes through a coalescing writer. A peer that does not read its input gets no further messages. If it continues
/// to send requests, the router stops reading from it.
/// </summary>
#pragma warning disable CA1001 // RunAsync, which runs for every connection, disposes of the fields at its end.
internal sealed class Connection : IKeptAlive
#pragma warning restore CA1001
{
    private static readonly TimeSpan LingerLimit = TimeSpan.FromSeconds(2);

    private readonly Socket _socket;
    private readonly SslStream? _tls;
    private readonly ReadBuffer _input = new();
    private readonly ConnectionOutput _output;
    private readonly Endpoint _endpoint;
    private readonly List<ConnectionOutput> _written = [];
    private readonly ITimer _openTimer;
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private KeepAlive? _keepAlive;
    private ITimer? _lingerTimer;
    private long _held;
    private long _lastReceived;
    private volatile bool _isReadingPaused;
    private volatile bool _isProcessing;

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

        _output = new ConnectionOutput(this, stream);
        _endpoint = new Endpoint(this);
        _openTimer = router.Time.CreateTimer(
            static state => ((Connection)state!).OpenTimedOut(), this, router.Options.OpenTimeout, Timeout.InfiniteTimeSpan);
    }

    public RouterCore Router { get; }

    /// <summary>The address and port of the peer, for the log.</summary>
    public string Peer { get; }

    /// <summary>
    /// The owner of the peer's links: its container and its user. A container without a name does not share its links with another
    /// connection.
    /// </summary>
    public string LinkOwner { get; private set; } = "";

    /// <summary>The authenticated identity of the peer; empty if it has not authenticated.</summary>
    public string Identity { get; set; } = "";

    /// <summary>The access rights of the peer; null if everything is allowed.</summary>
    public AccessRights? Rights { get; private set; }

    /// <summary>The number of handles in use by the links of all its sessions.</summary>
    public int LinkCount { get; set; }

    /// <summary>The validated TLS certificate of the peer; null if there is none.</summary>
    public X509Certificate2? PeerCertificate { get; private set; }

    /// <summary>A task that completes when the socket is closed.</summary>
    public Task Completion => _completion.Task;

    /// <summary>Completes <see cref="Completion"/>. The acceptor calls it when it no longer counts the connection.</summary>
    public void Complete() => _completion.SetResult();

    public int PeerMaxFrameSize { get; private set; } = 512;

    /// <summary>The maximum number of message bytes in one frame to the peer.</summary>
    public int PeerMaxPayload { get; private set; } = 512 - HotFrames.MaxHeader;

    /// <summary>Whether the output accepts messages to the peer.</summary>
    public bool CanTransfer => _output.CanTransfer;

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

            while (await ReceiveAsync(_input.Free).ConfigureAwait(false) is var read && read > 0)
            {
                _input.Filled(read);
                Volatile.Write(ref _lastReceived, Router.Clock.GetTimestamp());
                _isProcessing = true;
                while (!Process())
                {
                    // The rest of the input is processed in separate turns, between those of the other connections.
                    await Task.Yield();
                    Router.Gate.LetOthersGo();
                }

                _isProcessing = false;
                _input.MakeRoom(read, _endpoint.FrameSize(_input.Unread));
                var answerable = _output.Answerable;
                if (!answerable.IsCompleted)
                {
                    _isReadingPaused = true;
                    await answerable.ConfigureAwait(false);
                    _isReadingPaused = false;
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
            RouterMetrics.CountFault(Router.Logger, "refused");
            Abort();
        }
#pragma warning disable CA1031 // A defect of the router must not end the process or another connection.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Router.Logger.Unexpected(exception, Peer);
            Abort();
        }

        await EndAsync().ConfigureAwait(false);
    }

    /// <summary>Handles the Open of the peer.</summary>
    public void Opened(in OpenFrame open)
    {
        _openTimer.Dispose();
        Router.Admission.Opened(this);
        LinkOwner = open.ContainerId.Length > 0 ? $"{Identity}\n{open.ContainerId}" : $"\n\n{Peer}";
        Rights = Router.Access.RightsOf(Identity);
        PeerMaxFrameSize = (int)Math.Clamp(open.MaxFrameSize, 512, 16 * 1024 * 1024);
        PeerMaxPayload = PeerMaxFrameSize - HotFrames.MaxHeader;
        _keepAlive = KeepAlive.Start(this, Router.Clock, Router.Options.IdleTimeout, TimeSpan.FromMilliseconds(open.IdleTimeOut));
    }

    public void Send(FrameBuilder frame) => Send(frame.Frame);

    public void Send(ReadOnlySpan<byte> frame) => _output.Send(frame);

    public void SendTransfer(ReadOnlySpan<byte> header, ReadOnlySpan<byte> payload) => _output.SendTransfer(header, payload);

    /// <summary>Counts message bytes of this peer that the router holds.</summary>
    public void Hold(int bytes)
    {
        _held += bytes;
        Router.Memory.Add(bytes);
    }

    /// <summary>Throws if the peer has sent more than the router holds for one connection.</summary>
    public void CheckHeld()
    {
        if (_held > Router.Options.MaxHeldBytesPerConnection)
        {
            throw PeerFaultException.Connection(
                ErrorCondition.ResourceLimitExceeded,
                $"More than {Router.Options.MaxHeldBytesPerConnection} bytes of messages of this connection wait in the router.");
        }
    }

    public void Unhold(int bytes)
    {
        _held -= bytes;
        Router.Memory.Remove(bytes);
    }

    /// <summary>Resumes sending when the output accepts messages to the peer again.</summary>
    public void Pump() => _endpoint.Pump();

    long IKeptAlive.LastReceived => Volatile.Read(ref _lastReceived);

    long IKeptAlive.LastSent => _output.LastSent;

    /// <summary>Unread input does not count as a heartbeat if reading is paused because the peer does not read its answers.</summary>
    bool IKeptAlive.HasUnread => _isProcessing || (!_isReadingPaused && SocketInput.HasUnread(_socket));

    void IKeptAlive.SendSignOfLife() => _output.SendSignOfLife();

    /// <summary>Closes the connection on a thread of the pool, because the clock thread does not wait for the router's lock.</summary>
    void IKeptAlive.OnPeerSilent(TimeSpan silence) => _ = Task.Run(
        () => Close(ErrorCondition.ResourceLimitExceeded, "The connection was idle for longer than the idle time-out."));

    /// <summary>Closes the connection with an error, as far as the opening had progressed.</summary>
    public void Close(string condition, string description)
    {
        using (Router.Enter())
        {
            _endpoint.Close(condition, description);
        }
    }

    /// <summary>
    /// Ends the output. Frames that were written are still sent, and the peer has some time to read them and close its side, because
    /// closing a socket with unread input could discard the last frames.
    /// </summary>
    public void FinishOutput()
    {
        if (_output.Close())
        {
            _openTimer.Dispose();
            _keepAlive?.Dispose();
            _lingerTimer = Router.Time.CreateTimer(static state => ((Connection)state!).Abort(), this, LingerLimit, Timeout.InfiniteTimeSpan);
            _ = ShutdownAsync();
        }
    }

    /// <summary>Closes the socket at once.</summary>
    public void Abort() => _socket.Dispose();

    /// <summary>Reads from the socket directly if TLS is not used, which avoids a further layer.</summary>
    private ValueTask<int> ReceiveAsync(Memory<byte> buffer) =>
        _tls is null ? _socket.ReceiveAsync(buffer, SocketFlags.None) : _tls.ReadAsync(buffer);

    /// <summary>Processes the input. Returns false if the turn ended before all input was processed.</summary>
    private bool Process()
    {
        bool isDone;
        using (Router.Enter(_written))
        {
            _input.Taken(_endpoint.Take(_input.Unread));
            isDone = !_endpoint.IsInterrupted;
        }

        ConnectionOutput.Flush(_written);
        _written.Clear();
        return isDone;
    }

    private void OpenTimedOut()
    {
        Router.Logger.NotOpened(Peer);
        RouterMetrics.CountFault(Router.Logger, "timeout");
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
            // The peer has already closed the socket.
            Router.Logger.ConnectionLost(exception, Peer);
        }
    }

    private async Task EndAsync()
    {
        try
        {
            using (Router.Enter())
            {
                _endpoint.TearDown();
                FinishOutput();
            }

            await _output.CompleteAsync().ConfigureAwait(false);
        }
        finally
        {
            _openTimer.Dispose();
            _keepAlive?.Dispose();
            _lingerTimer?.Dispose();
            _socket.Dispose();
            if (_tls is not null)
            {
                await _tls.DisposeAsync().ConfigureAwait(false);
            }

            PeerCertificate?.Dispose();
            Router.Logger.Ended(Peer);
        }
    }
}
