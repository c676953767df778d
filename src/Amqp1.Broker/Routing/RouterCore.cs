using Amqp1.Broker.Diagnostics;
using System.Net.Security;
using Amqp1.Broker.Connections;
using Amqp1.Broker.Frames;
using Amqp1.Broker.Security;
using Amqp1.Transport;
using Amqp1.Transport.Clock;
using Microsoft.Extensions.Logging;

namespace Amqp1.Broker.Routing;

/// <summary>
/// The state that all connections share. One lock guards the protocol state of every connection and the address table. A read loop takes it
/// once for the frames of one read, or for as many of them as <see cref="Routing.Chores"/> allows. System calls are made outside the lock,
/// so it is held for about a microsecond per message.
/// </summary>
internal sealed class RouterCore
{
    private readonly List<Session> _sessionsToFlush = [];
    private readonly List<IncomingLink> _linksToFlush = [];
    private readonly List<ConnectionOutput> _outputsToFlush = [];
    private string? _lostAddress;
    private int _lostCount;
    private string? _returnedTo;
    private int _returnedCount;
    private int _expiredCount;

    public RouterCore(EmbeddedRouterOptions options, string containerId, ILogger logger)
    {
        Options = options;
        Clock = ClockThread.For(options.TimeProvider);
        ContainerId = containerId;
        Logger = new TurnLogger(logger, Gate.Lock);
        Sasl = new SaslOffer(options);
        Tls = options.Tls is { } tls ? TlsServer.CreateOptions(tls) : null;
        Chores = new Chores(this);
        Memory = new MemoryAccount(this, MemoryAccount.DefaultMost(options));
        SlowSubscribers = new SlowSubscribers(this);
        OutputBacklogs = new OutputBacklogs(this);
        Admission = new Admission(this, DescriptorLimit.MostConnections(options.MaxConnections, Logger));
        ReplyPrefix = $"amqp:/_topo/0/{containerId}/temp.";
        Access = new AccessPolicy(options.Access, ReplyPrefix);
        RefusedLog = new LogLimit(options.TimeProvider);
        Expiries = new Expiries(this);
        Addresses = new AddressTable(this, new AddressRules(options.Addresses, options.DefaultDistribution));
    }

    public TurnGate Gate { get; } = new();

    public EmbeddedRouterOptions Options { get; }

    public string ContainerId { get; }

    public TurnLogger Logger { get; }

    public TimeProvider Time => Options.TimeProvider;

    /// <summary>The connections and their limits.</summary>
    public Admission Admission { get; }

    /// <summary>The clock for heartbeats and idle timeouts, which do not depend on the thread pool.</summary>
    public TimeProvider Clock { get; }

    public AddressTable Addresses { get; }

    /// <summary>The work that takes several turns, and the limit of a turn.</summary>
    public Chores Chores { get; }

    /// <summary>The memory that the router holds for its peers.</summary>
    public MemoryAccount Memory { get; }

    /// <summary>The consumers of multicast addresses that delay others.</summary>
    public SlowSubscribers SlowSubscribers { get; }

    public OutputBacklogs OutputBacklogs { get; }

    /// <summary>The waiting deliveries with a time-to-live.</summary>
    public Expiries Expiries { get; }

    /// <summary>The attached links, by name.</summary>
    public LinkNames LinkNames { get; } = new();

    public SaslOffer Sasl { get; }

    public AccessPolicy Access { get; }

    /// <summary>The prefix of the addresses that the router creates for dynamic sources.</summary>
    public string ReplyPrefix { get; }

    /// <summary>Limits the log of messages that their senders are not permitted to send.</summary>
    public LogLimit RefusedLog { get; }

    /// <summary>The TLS options; null for TCP without TLS.</summary>
    public SslServerAuthenticationOptions? Tls { get; }

    /// <summary>The builder of infrequent frames. Used under the lock.</summary>
    public FrameBuilder Frames { get; } = new();

    /// <summary>The number of pre-settled messages that had no consumer or expired while they waited for one.</summary>
    public long Lost { get; private set; }

    /// <summary>
    /// Takes the lock for a turn. If <paramref name="written"/> is given, the outputs that the turn wrote to are added to it, and the
    /// caller sends them after it has released the lock. Otherwise other threads send them.
    /// </summary>
    public Turn Enter(List<ConnectionOutput>? written = null) => new(this, written);

    /// <summary>Counts an unsettled message that was returned to its sender because its address has no consumer.</summary>
    public void CountReturned(string address)
    {
        if (_returnedTo != address)
        {
            TellReturned();
            _returnedTo = address;
        }

        _returnedCount++;
    }

    public void CountLost(string address, int messages)
    {
        if (_lostAddress != address)
        {
            LogLost();
            _lostAddress = address;
        }

        Lost += messages;
        _lostCount += messages;
    }

    /// <summary>Counts a pre-settled message whose time-to-live has expired.</summary>
    public void CountExpired()
    {
        Lost++;
        _expiredCount++;
    }

    /// <summary>Stops the timers.</summary>
    public void Stop()
    {
        RouterGauges.Remove(this);
        Expiries.Dispose();
        SlowSubscribers.Dispose();
        OutputBacklogs.Dispose();
    }

    /// <summary>Registers a session with settlements or a window to send when the current frames have been processed.</summary>
    public void FlushLater(Session session) => _sessionsToFlush.Add(session);

    /// <summary>Registers an output with unsent frames.</summary>
    public void FlushLater(ConnectionOutput output) => _outputsToFlush.Add(output);

    /// <summary>Registers a link with credit to send.</summary>
    public void FlushLater(IncomingLink link) => _linksToFlush.Add(link);

    /// <summary>Ends a turn under the lock: sends the collected information in as few frames as possible, and sends all output.</summary>
    public void Flush()
    {
        TellGathered();
        foreach (var output in _outputsToFlush)
        {
            output.TurnEnds();
            output.Flush();
        }

        _outputsToFlush.Clear();
        Chores.EndTurn();
    }

    /// <summary>Ends a turn like <see cref="Flush()"/>, for a caller that sends these outputs itself after it has released the lock.</summary>
    public void Flush(List<ConnectionOutput> written)
    {
        TellGathered();
        foreach (var output in _outputsToFlush)
        {
            output.TurnEnds();
        }

        written.AddRange(_outputsToFlush);
        _outputsToFlush.Clear();
        Chores.EndTurn();
    }

    private void TellReturned()
    {
        if (_returnedTo is not null)
        {
            Logger.MessagesReturned(_returnedCount, _returnedTo);
            RouterMetrics.CountUndelivered(Logger, _returnedCount);
            _returnedTo = null;
            _returnedCount = 0;
        }
    }

    private void LogLost()
    {
        if (_lostAddress is not null)
        {
            Logger.MessagesLost(_lostCount, _lostAddress);
            RouterMetrics.CountUndelivered(Logger, _lostCount);
            _lostAddress = null;
            _lostCount = 0;
        }

        if (_expiredCount > 0)
        {
            Logger.MessagesExpired(_expiredCount);
            RouterMetrics.CountUndelivered(Logger, _expiredCount);
            _expiredCount = 0;
        }
    }

    private void TellGathered()
    {
        LogLost();
        TellReturned();

        // The loop only writes frames; it adds nothing to these lists.
        foreach (var session in _sessionsToFlush)
        {
            session.Flush();
        }

        _sessionsToFlush.Clear();
        foreach (var link in _linksToFlush)
        {
            link.FlushCredit();
        }

        _linksToFlush.Clear();
    }
}
