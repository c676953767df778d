using Amqp;
using Amqp1.Addressing;
using Amqp1.Transport;

namespace Amqp1.Bus;

/// <summary>One open AMQP connection, from its Open to its end. A new one is made for every attempt.</summary>
internal sealed class BusConnection : IKeptAlive
{
    /// <summary>A peer with fewer channels may have too few for all links that the limits allow by default.</summary>
    private const int FewChannels = 8192;

    private readonly Connection _connection;
    private readonly AmqpTransport _transport;
    private readonly TaskCompletionSource<ConnectionLoss> _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ConnectionLoss? _reason;
    private KeepAlive? _keepAlive;
    private volatile bool _isLost;

    public BusConnection(Connection connection, AmqpTransport transport, Endpoint endpoint, PeerInfo peer, IAddressSyntax syntax, BusSettings settings)
    {
        SenderLinks = new LinkBudget(settings.MaxSenderLinks);
        ReplyLinks = new LinkBudget(settings.MaxReplyLinks, newestFirst: true);
        _connection = connection;
        _transport = transport;
        Endpoint = endpoint;
        Peer = peer;
        Syntax = syntax;
        Sessions = new LinkSessions(connection, Math.Min(peer.ChannelMax, ConnectionOpener.ChannelMax));
    }

    public Endpoint Endpoint { get; }
    public PeerInfo Peer { get; }
    public IAddressSyntax Syntax { get; }
    public AmqpTransport Transport => _transport;
    public LinkSessions Sessions { get; }

    /// <summary>Prepares the session that links share, where the peer may allow fewer channels than links are needed.</summary>
    public Task PrepareSessionsAsync(CancellationToken cancel) =>
        Peer.ChannelMax < FewChannels ? Sessions.BeginSharedAsync(cancel) : Task.CompletedTask;

    /// <summary>The links to destinations of calls, casts and notifications.</summary>
    public LinkBudget SenderLinks { get; }

    /// <summary>The links to reply addresses, which peers choose.</summary>
    public LinkBudget ReplyLinks { get; }

    /// <summary>Completes when the connection is gone, whoever ended it. Never faults.</summary>
    public Task<ConnectionLoss> Lost => _lost.Task;

    /// <summary>
    /// Whether the connection is gone. True before the loss is reported, so that who sees false under a lock that the reset
    /// takes as well can be sure of being reset.
    /// </summary>
    public bool IsLost => _isLost;

    public bool IsOpen => _connection.ConnectionState == Amqp.ConnectionState.Opened && !_isLost;

    /// <summary>
    /// Starts to report the end of the connection; <paramref name="onLost"/> runs in the step that notices it, and has returned
    /// when <see cref="Lost"/> completes: what it resets must not be what the next connection has set.
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
        }
    });

    /// <summary>Drops the connection for a reason of ours; the reason is what <see cref="Lost"/> reports.</summary>
    public void Abort(ConnectionLoss reason)
    {
        Interlocked.CompareExchange(ref _reason, reason, null);
        _keepAlive?.Dispose();
        _transport.Abort();
    }

    /// <summary>
    /// Starts to send signs of life, as the peer has asked for in its Open, and to watch for those of the peer. Ends with the connection.
    /// </summary>
    /// <param name="clock">The clock, from <see cref="ClockThread.For"/>.</param>
    /// <param name="limit">For how long the peer may be silent; zero for any time.</param>
    public void KeepAlive(TimeProvider clock, TimeSpan limit) =>
        _keepAlive = Amqp1.Transport.KeepAlive.Start(this, clock, limit, Peer.IdleTimeout);

    long IKeptAlive.LastReceived => _transport.LastReceived;

    long IKeptAlive.LastSent => _transport.LastSent;

    bool IKeptAlive.HasUnread => _transport.HasUnread;

    void IKeptAlive.SendSignOfLife() => _transport.SendSignOfLife();

    void IKeptAlive.OnPeerSilent(TimeSpan silence) =>
        Abort(new ConnectionLoss($"nothing was heard from the peer for {silence.TotalSeconds:0.#} s", ErrorCode.ConnectionForced));

    /// <summary>Sends Close and waits for the peer's, at most that long; then the socket goes in any case.</summary>
    public async Task CloseAsync(TimeSpan limit, TimeProvider time)
    {
        Interlocked.CompareExchange(ref _reason, new ConnectionLoss("closed by this side"), null);

        // Nothing may be sent after the Close.
        _keepAlive?.Dispose();
        try
        {
            await Waiting.MayBeLeft(_connection.CloseAsync(limit, null)).WaitAsync(limit, time).ConfigureAwait(false);
        }
        catch (Exception ended) when (ended is AmqpException or TimeoutException or ObjectDisposedException or IOException)
        {
            // The peer was gone already, or does not answer: there is nothing left to say to it.
        }
        finally
        {
            _transport.Abort();
        }
    }
}
