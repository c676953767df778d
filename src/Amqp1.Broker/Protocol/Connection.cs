using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Amqp1.Broker.Codec;
using Amqp1.Broker.Diagnostics;
using Amqp1.Broker.Nodes;
using Amqp1.Broker.Protocol.Frames;
using Amqp1.Broker.Security;
using Amqp1.Broker.Turns;
using Amqp1.Transport;

namespace Amqp1.Broker.Protocol;

/// <summary>
/// A connection of one socket, from accept to end. It reads into one buffer, passes the complete frames to the <see cref="FrameProcessor"/> under
/// the lock, and writes through a coalescing writer. A peer that does not read its input gets no further messages. If it continues
/// to send requests, the broker stops reading from it.
/// </summary>
#pragma warning disable CA1001 // RunAsync, which runs for every connection, disposes of the fields at its end.
internal sealed class Connection : IKeptAlive, IRequester
#pragma warning restore CA1001
{
    private static readonly TimeSpan LingerLimit = TimeSpan.FromSeconds(2);

    private readonly PeerSocket _socket;
    private readonly ReadBuffer _input = new();
    private readonly ConnectionOutput _output;
    private readonly FrameProcessor _frames;
    private readonly List<ITurnOutput> _written = [];
    private readonly ITimer _openTimer;
    private readonly IPAddress? _address;
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private KeepAlive? _keepAlive;
    private ITimer? _lingerTimer;
    private long _lastReceived;
    private volatile ReadState _readState;

    public Connection(ProtocolContext context, Socket socket)
    {
        Context = context;
        Peer = socket.RemoteEndPoint?.ToString() ?? "unknown";
        _address = (socket.RemoteEndPoint as IPEndPoint)?.Address;
        Memory = new ConnectionMemory(context.Broker);
        Scope = new Scope(context.Turns.Chores);
        _socket = new PeerSocket(socket, context.Tls is not null);
        _output = new ConnectionOutput(this, _socket.Stream);
        _frames = new FrameProcessor(this);
        _openTimer = context.Broker.Time.CreateTimer(
            static state => ((Connection)state!).OpenTimedOut(), this, context.Options.OpenTimeout, Timeout.InfiniteTimeSpan);
    }

    public ProtocolContext Context { get; }

    /// <summary>The address and port of the peer, for the log.</summary>
    public string Peer { get; }

    /// <summary>The message bytes of this peer that the broker holds.</summary>
    public ConnectionMemory Memory { get; }

    /// <summary>The owner of the peer's links; known when the connection is open.</summary>
    public LinkOwner LinkOwner { get; private set; }

    /// <summary>The authenticated identity of the peer; empty if it has not authenticated.</summary>
    public string Identity { get; set; } = "";

    /// <summary>The SASL mechanism by which the peer has authenticated; empty if it used none.</summary>
    public string Mechanism { get; set; } = "";

    /// <summary>The layer of TLS; null values without TLS.</summary>
    public (string? Version, string? CipherSuite) TlsLayer => (_socket.TlsVersion, _socket.CipherSuite);

    /// <summary>The time of the peer's Open, as a timestamp of the broker's clock.</summary>
    public long OpenedAt { get; private set; }

    /// <summary>The access rights of the peer; null if everything is allowed.</summary>
    public AccessRights? Rights { get; private set; }

    /// <summary>The life of the connection, for subscriptions that expire with it.</summary>
    public Scope Scope { get; }

    /// <summary>The number of handles in use by the links of all its sessions.</summary>
    public int LinkCount { get; set; }

    /// <summary>The validated TLS certificate of the peer; null if there is none.</summary>
    public X509Certificate2? PeerCertificate => _socket.PeerCertificate;

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
        Context.Log.Connected(Peer);
        try
        {
            await _socket.AuthenticateAsync(Context.Tls).ConfigureAwait(false);
            while (await _socket.ReceiveAsync(_input.Free).ConfigureAwait(false) is var read && read > 0)
            {
                _input.Filled(read);
                Volatile.Write(ref _lastReceived, Context.Broker.Clock.GetTimestamp());
                _readState = ReadState.Processing;
                while (!Process())
                {
                    // The rest of the input is processed in separate turns, between those of the other connections.
                    await Task.Yield();
                    Context.Turns.Gate.LetOthersGo();
                }

                _input.MakeRoom(read, _frames.FrameSize(_input.Unread));
                var answerable = _output.Answerable;
                if (!answerable.IsCompleted)
                {
                    _readState = ReadState.Paused;
                    await answerable.ConfigureAwait(false);
                    _readState = ReadState.Reading;
                }
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or IOException)
        {
            Context.Log.ConnectionLost(exception, Peer);
            Abort();
        }
        catch (AuthenticationException exception)
        {
            Context.Log.Refused(Peer, exception.GetBaseException().Message);
            RouterMetrics.CountFault(Context.Log, "refused");
            Abort();
        }
#pragma warning disable CA1031 // A defect of the broker must not end the process or another connection.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Context.Log.Unexpected(exception, Peer);
            Abort();
        }

        await EndAsync().ConfigureAwait(false);
    }

    /// <summary>Handles the Open of the peer.</summary>
    public void Opened(in OpenFrame open)
    {
        _openTimer.Dispose();
        Context.Admission.Opened(this);
        Context.Connections.Add(this);
        OpenedAt = Context.Broker.Time.GetTimestamp();
        LinkOwner = LinkOwner.Of(Identity, open.ContainerId, Peer);
        Rights = Context.Access.RightsOf(Identity);
        PeerMaxFrameSize = (int)Math.Clamp(open.MaxFrameSize, 512, 16 * 1024 * 1024);
        PeerMaxPayload = PeerMaxFrameSize - HotFrames.MaxHeader;
        _keepAlive = KeepAlive.Start(this, Context.Broker.Clock, Context.Options.IdleTimeout, TimeSpan.FromMilliseconds(open.IdleTimeOut));
    }

    public void Send(FrameBuilder frame) => Send(frame.Frame);

    public void Send(ReadOnlySpan<byte> frame) => _output.Send(frame);

    public void SendTransfer(ReadOnlySpan<byte> header, ReadOnlySpan<byte> payload) => _output.SendTransfer(header, payload);

    /// <summary>Resumes sending when the output accepts messages to the peer again.</summary>
    public void Pump() => _frames.Pump();

    long IKeptAlive.LastReceived => Volatile.Read(ref _lastReceived);

    long IKeptAlive.LastSent => _output.LastSent;

    /// <summary>Unread input does not count as a heartbeat if reading is paused because the peer does not read its answers.</summary>
    bool IKeptAlive.HasUnread => _readState switch
    {
        ReadState.Processing => true,
        ReadState.Paused => false,
        _ => _socket.HasUnread,
    };

    void IKeptAlive.SendSignOfLife() => _output.SendSignOfLife();

    /// <summary>Closes the connection in a turn of its own, because the clock thread does not wait for the lock.</summary>
    void IKeptAlive.OnPeerSilent(TimeSpan silence) =>
        CloseLater(ErrorCondition.ResourceLimitExceeded, "The connection was idle for longer than the idle time-out.");

    /// <summary>Closes the connection with an error, as far as the opening had progressed.</summary>
    public void Close(string condition, string description)
    {
        using (Context.Turns.Enter())
        {
            _frames.Close(condition, description);
        }
    }

    string IRequester.User => Identity.Length == 0 ? AccessPolicy.Anonymous : Identity;

    bool IRequester.MayManage => AccessPolicy.MayManage(Rights, _address);

    bool IRequester.MaySendTo(ReadOnlySpan<byte> address) => Rights?.MaySendTo(address) ?? true;

    /// <summary>Closes the connection in a turn of its own, because this turn may be processing its input.</summary>
    public void CloseLater(string condition, string description) => Context.Turns.Post(() => _frames.Close(condition, description));

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
            _lingerTimer = Context.Broker.Time.CreateTimer(static state => ((Connection)state!).Abort(), this, LingerLimit, Timeout.InfiniteTimeSpan);
            _ = ShutdownAsync();
        }
    }

    /// <summary>Closes the socket at once.</summary>
    public void Abort() => _socket.Abort();

    /// <summary>Processes the input. Returns false if the turn ended before all input was processed.</summary>
    private bool Process()
    {
        bool isDone;
        using (Context.Turns.Enter(_written))
        {
            _input.Taken(_frames.Take(_input.Unread));
            isDone = !_frames.IsInterrupted;
        }

        if (isDone)
        {
            // Before the answers leave: a peer that has its answer may rely on the router having read everything that it sent.
            _readState = ReadState.Reading;
        }

        ConnectionOutput.Flush(_written);
        _written.Clear();
        return isDone;
    }

    private void OpenTimedOut()
    {
        Context.Log.NotOpened(Peer);
        RouterMetrics.CountFault(Context.Log, "timeout");
        Abort();
    }

    private async Task ShutdownAsync()
    {
        await _output.CompleteAsync().ConfigureAwait(false);
        try
        {
            await _socket.ShutdownAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or IOException or InvalidOperationException)
        {
            // The peer has already closed the socket.
            Context.Log.ConnectionLost(exception, Peer);
        }
    }

    private async Task EndAsync()
    {
        try
        {
            using (Context.Turns.Enter())
            {
                _frames.TearDown();
                FinishOutput();
            }

            await _output.CompleteAsync().ConfigureAwait(false);
        }
        finally
        {
            _openTimer.Dispose();
            _keepAlive?.Dispose();
            _lingerTimer?.Dispose();
            await _socket.DisposeAsync().ConfigureAwait(false);
            Context.Log.Ended(Peer);
        }
    }
}
