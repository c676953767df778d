using Amqp;
using Amqp1.Bus.Context;
using Amqp1.Dialects;
using Amqp1.Transport;
using Amqp1.Transport.Clock;
using Amqp1.Wire;
using Microsoft.Extensions.Logging;

namespace Amqp1.Bus.Connections;

/// <summary>An open AMQP connection, from its Open to its end. Every connection attempt creates a new instance.</summary>
#pragma warning disable CA1001 // The token source has no timer, and its registrations end with the connection, so that there is nothing to dispose.
internal sealed class BusConnection : IKeptAlive
#pragma warning restore CA1001
{
    /// <summary>The channel count below which a peer may not have enough channels for all links that the default limits allow.</summary>
    private const int FewChannels = 8192;

    private readonly Connection _connection;
    private readonly AmqpTransport _transport;
    private readonly TaskCompletionSource<ConnectionLoss> _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ConnectionLoss? _reason;
    private KeepAlive? _keepAlive;
    private readonly CancellationTokenSource _ended = new();
    private volatile bool _isLost;

    public BusConnection(Connection connection, AmqpTransport transport, PeerHost host, PeerInfo peer, BusSettings settings, TimeProvider time, ILogger logger)
    {
        _connection = connection;
        _transport = transport;
        Host = host;
        Peer = peer;
        Sessions = new LinkSessions(connection, Math.Min(peer.ChannelMax, ConnectionOpener.ChannelMax));
        Dialect = settings.Dialects.Choose(new DialectContext(peer.Product, peer.Version, Sessions.Take, Sessions.Return, time, logger));
        Preparation = new LinkPreparation(Dialect.Topology, settings.OpenTimeout, time, _ended.Token);
    }

    public PeerHost Host { get; }
    public PeerInfo Peer { get; }
    public IDialect Dialect { get; }

    /// <summary>Prepares destinations before links are attached.</summary>
    public LinkPreparation Preparation { get; }
    public AmqpTransport Transport => _transport;
    public LinkSessions Sessions { get; }

    /// <summary>Begins the shared session if the peer may allow fewer channels than links are needed.</summary>
    public Task PrepareSessionsAsync(CancellationToken cancel) =>
        Peer.ChannelMax < FewChannels ? Sessions.BeginSharedAsync(cancel) : Task.CompletedTask;

    /// <summary>Completes when the connection has ended, regardless of which side ended it. Never faults.</summary>
    public Task<ConnectionLoss> Lost => _lost.Task;

    /// <summary>
    /// Whether the connection has ended. The value becomes true before the loss is reported. Code that reads false while it holds a lock
    /// that the reset also takes is therefore reset afterwards.
    /// </summary>
    public bool IsLost => _isLost;

    public bool IsOpen => _connection.ConnectionState == Amqp.ConnectionState.Opened && !_isLost;

    /// <summary>
    /// Starts to report the end of the connection. <paramref name="onLost"/> runs in the step that detects the end and returns before
    /// <see cref="Lost"/> completes, so that it cannot reset state that belongs to the next connection.
    /// </summary>
    public void Watch(Action<ConnectionLoss> onLost) => _connection.AddClosedCallback((_, error) =>
    {
        var loss = _reason ?? new ConnectionLoss(PeerError.Describe(error, "the peer closed the connection"), PeerError.ConditionOf(error));
        _isLost = true;
        _keepAlive?.Dispose();
        try
        {
            onLost(loss);
        }
        finally
        {
            _lost.TrySetResult(loss);
            Waiting.IgnoreLateFault(_ended.CancelAsync());
        }
    });

    /// <summary>Drops the connection for a local reason, which <see cref="Lost"/> then reports.</summary>
    public void Abort(ConnectionLoss reason)
    {
        Interlocked.CompareExchange(ref _reason, reason, null);
        _keepAlive?.Dispose();
        _transport.Abort();
    }

    /// <summary>
    /// Starts to send heartbeats at the interval that the peer requested in its Open, and to watch for activity of the peer. Stops when the
    /// connection ends.
    /// </summary>
    /// <param name="clock">The clock, from <see cref="ClockThread.For"/>.</param>
    /// <param name="limit">The longest time that the peer may be silent; zero for no limit.</param>
    public void KeepAlive(TimeProvider clock, TimeSpan limit) =>
        _keepAlive = Amqp1.Transport.KeepAlive.Start(this, clock, limit, Peer.IdleTimeout);

    long IKeptAlive.LastReceived => _transport.LastReceived;

    long IKeptAlive.LastSent => _transport.LastSent;

    bool IKeptAlive.HasUnread => _transport.HasUnread;

    void IKeptAlive.SendSignOfLife() => _transport.SendSignOfLife();

    void IKeptAlive.OnPeerSilent(TimeSpan silence) =>
        Abort(new ConnectionLoss($"the peer sent nothing for {silence.TotalSeconds:0.#} s", ErrorCode.ConnectionForced));

    /// <summary>Sends Close and waits for the peer's Close for at most <paramref name="limit"/>. Closes the socket in any case.</summary>
    public async Task CloseAsync(TimeSpan limit, TimeProvider time)
    {
        Interlocked.CompareExchange(ref _reason, new ConnectionLoss("this side closed the connection"), null);

        // Nothing may be sent after the Close.
        _keepAlive?.Dispose();
        try
        {
            await Waiting.IgnoreLateFault(_connection.CloseAsync(limit, null)).WaitAsync(limit, time).ConfigureAwait(false);
        }
        catch (Exception ended) when (ended is AmqpException or TimeoutException or ObjectDisposedException or IOException)
        {
            // The peer has already disconnected or does not answer, so the close handshake is abandoned.
        }
        finally
        {
            _transport.Abort();
        }
    }
}
