using System.Net;
using System.Net.Sockets;
using Amqp;
using Amqp.Framing;
using Amqp.Types;
using Amqp1.Tests.Harness.Peer.Library;

namespace Amqp1.Tests.Harness.Peer;

/// <summary>
/// An AMQP 1.0 server on a loopback socket that behaves as its <see cref="Script"/> says. By default it is a small broker that follows the
/// rules (docs/spec/edge-cases.md#test-peer). A test can make it break any of them.
/// </summary>
/// <remarks>Thread-safe. Tests wait for events through <see cref="Events"/>.</remarks>
internal sealed class ScriptedPeer : IAsyncDisposable
{
    private readonly List<PeerConnection> _connections = [];
    private readonly List<Task> _running = [];
    private readonly PeerRouter _router;
    /// <summary>A bound socket that never listens, so that no other program gets the port while the peer is stopped.</summary>
    private readonly Socket _reservation = LoopbackSocket.Bind(0);
    private Socket _listener;
    private Task _accepting;
    private int _lastNumber;
    private int _received;

    private ScriptedPeer(PeerScript script)
    {
        Script = script;
        // The events and the links share one lock, so that a test that sees an answer also finds the event that was answered.
        Events = new EventLog<PeerEvent>(Gate);
        _router = new PeerRouter(this);
        Port = ((IPEndPoint)_reservation.LocalEndPoint!).Port;
        _listener = LoopbackSocket.Listen(Port);
        _accepting = AcceptAllAsync(_listener);
    }

    public PeerScript Script { get; }
    public EventLog<PeerEvent> Events { get; }
    public int Port { get; }
    public string Host => $"127.0.0.1:{Port}";
    public string Url => $"amqp://{Host}";

    /// <summary>The lock of the state of all links and sessions.</summary>
    internal Lock Gate { get; } = new();

    public static ScriptedPeer Start(Action<PeerScript>? script = null)
    {
        var made = new PeerScript();
        script?.Invoke(made);
        var peer = new ScriptedPeer(made);
        StartedPeers.Add(peer);
        return peer;
    }

    public IReadOnlyList<PeerConnection> Connections
    {
        get
        {
            lock (Gate)
            {
                return [.. _connections];
            }
        }
    }

    /// <summary>The violations of the protocol that the script does not expect.</summary>
    public IEnumerable<ProtocolViolation> UnexpectedViolations => Events.All<ProtocolViolation>(violation => !Script.Expects(violation));

    /// <summary>Returns the links that are attached now.</summary>
    public IReadOnlyList<PeerLink> Links(Func<PeerLink, bool>? which = null)
    {
        lock (Gate)
        {
            return [.. _connections.SelectMany(connection => connection.Links).Where(which ?? (static _ => true))];
        }
    }

    public async Task<PeerTransfer> TransferAsync(Func<PeerTransfer, bool> which, CancellationToken cancel) =>
        (await Events.FirstAsync<TransferReceived>(received => which(received.Transfer), cancel)).Transfer;

    public IReadOnlyList<PeerTransfer> Transfers(Func<PeerTransfer, bool>? which = null) =>
        [.. Events.All<TransferReceived>(received => which?.Invoke(received.Transfer) ?? true).Select(received => received.Transfer)];

    /// <summary>Waits until a link is attached.</summary>
    public async Task<PeerLink> LinkAsync(Func<PeerLink, bool> which, CancellationToken cancel) =>
        (await Events.FirstAsync<LinkAttached>(attached => which(attached.Link), cancel)).Link;

    /// <summary>Settles a message that was left unsettled. If the state is null, no state is sent.</summary>
    public void Settle(PeerTransfer transfer, DeliveryState? state)
    {
        lock (Gate)
        {
            PeerDeliveries.Settle(transfer, state);
        }
    }

    /// <summary>Grants that much credit, in addition to the credit that the client's sender has.</summary>
    public void Grant(PeerLink link, int credit)
    {
        lock (Gate)
        {
            PeerLinks.Grant(link, credit);
        }
    }

    /// <summary>
    /// Sends a message to the client on one of its receiving links when it has credit, in frames of at most that payload.
    /// </summary>
    public void Deliver(PeerLink link, byte[] payload, bool settled = false, int largestPayload = int.MaxValue)
    {
        lock (Gate)
        {
            PeerDeliveries.Deliver(link, new PeerDelivery(payload, null, settled) { LargestPayload = largestPayload });
        }
    }

    /// <summary>Begins a message as <see cref="Deliver(PeerLink, byte[], bool, int)"/> does, and aborts it with its last frame.</summary>
    public void Abort(PeerLink link, byte[] payload, AbortedTransfer how, bool settled = false, int largestPayload = int.MaxValue)
    {
        lock (Gate)
        {
            PeerDeliveries.Deliver(link, new PeerDelivery(payload, null, settled) { LargestPayload = largestPayload, Aborts = how });
        }
    }

    /// <summary>Sends a message to the client.</summary>
    public void Deliver(PeerLink link, Amqp.Message message, bool settled = false) => Deliver(link, LibraryMessages.Encode(message), settled);

    public void Detach(PeerLink link, Error? error = null)
    {
        lock (Gate)
        {
            PeerLinks.Forget(link);
            link.Session.Connection.Send(link.Session.Channel, PeerErrors.Detached(link.Handle, error));
        }
    }

    /// <summary>Ends a session with all its links.</summary>
    public void End(PeerSession session, Error? error = null)
    {
        lock (Gate)
        {
            PeerLinks.ForgetAll(session.Links.Values);

            session.EndSent = true;
            var end = new End();
            if (error is not null)
            {
                end.Error = error;
            }

            session.Connection.Send(session.Channel, end);
        }
    }

    /// <summary>Closes all connections with a Close.</summary>
    public void CloseAll(Error? error = null)
    {
        foreach (var connection in Connections)
        {
            lock (Gate)
            {
                connection.CloseSent = true;
                connection.Send(0, PeerErrors.Closed(error));
            }
        }
    }

    public void CutAll(bool reset = true)
    {
        foreach (var connection in Connections)
        {
            connection.Cut(reset);
        }
    }

    public void FreezeAll()
    {
        foreach (var connection in Connections)
        {
            connection.Freeze();
        }
    }

    /// <summary>Cuts all connections and accepts no new ones until <see cref="Resume"/>.</summary>
    public async Task StopAsync(bool reset = true)
    {
        _listener.Dispose();
        await _accepting;
        CutAll(reset);
        Task[] running;
        lock (Gate)
        {
            running = [.. _running];
            _running.Clear();
        }

        await Task.WhenAll(running);
    }

    /// <summary>Listens again, on the same port.</summary>
    public void Resume()
    {
        _listener = LoopbackSocket.Listen(Port);
        _accepting = AcceptAllAsync(_listener);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _reservation.Dispose();
    }

    internal void OnOpen(PeerConnection connection, Open open)
    {
        lock (Gate)
        {
            connection.Send(0, Script.CreateOpen());
            Record(new ConnectionOpened(connection, open));
        }

        if (open.IdleTimeOut > 0)
        {
            connection.StartHeartbeat(TimeSpan.FromMilliseconds(open.IdleTimeOut / 2.0));
        }
    }

    /// <summary>Handles a frame. Returns false if the connection is over.</summary>
    internal bool OnFrame(PeerConnection connection, ushort channel, DescribedList frame, byte[] payload)
    {
        List<PeerEvent> happened = [];
        lock (Gate)
        {
            var goesOn = _router.OnFrame(connection, channel, frame, payload, happened);
            happened.ForEach(Record);
            return goesOn;
        }
    }

    /// <summary>Records a violation, and ends the connection with an error.</summary>
    internal void OnViolation(PeerConnection connection, string reason)
    {
        lock (Gate)
        {
            Record(new ProtocolViolation(connection, reason));
            if (connection.Opened && !connection.CloseSent)
            {
                connection.CloseSent = true;
                connection.Send(0, PeerErrors.Closed(new Error(ErrorCode.DecodeError) { Description = reason }));
            }
        }
    }

    internal int NextIndex() => _received++;

    internal void OnEnded(PeerConnection connection)
    {
        lock (Gate)
        {
            PeerLinks.ForgetAll(connection.Links);

            connection.Sessions.Clear();
            _connections.Remove(connection);
            Record(new ConnectionEnded(connection));
        }
    }

    internal void Record(PeerEvent happened)
    {
        if (Script.RecordsEvents || happened is ProtocolViolation)
        {
            Events.Add(happened);
        }
    }

    private async Task AcceptAllAsync(Socket listener)
    {
        try
        {
            while (true)
            {
                var socket = await listener.AcceptAsync();
                lock (Gate)
                {
                    var connection = new PeerConnection(this, socket, ++_lastNumber);
                    _connections.Add(connection);
                    _running.RemoveAll(static task => task.IsCompleted);
                    _running.Add(Task.Run(connection.RunAsync));
                }
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
            // The peer was stopped.
        }
    }
}
