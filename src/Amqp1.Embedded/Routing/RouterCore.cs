using System.Net.Security;
using Amqp1.Embedded.Connections;
using Amqp1.Embedded.Frames;
using Amqp1.Embedded.Security;
using Amqp1.Transport;
using Microsoft.Extensions.Logging;

namespace Amqp1.Embedded.Routing;

/// <summary>
/// What all connections share. One lock guards every connection's protocol state and the address table: a read loop takes it once
/// for the frames of one read, or for so many of them as <see cref="Routing.Chores"/> allows; system calls happen outside of it, and so it is held for about a microsecond a message.
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

    /// <summary>The connections, and whether there may be more of them.</summary>
    public Admission Admission { get; }

    /// <summary>The clock of heartbeats and idle time-outs, which do not depend on the thread pool.</summary>
    public TimeProvider Clock { get; }

    public AddressTable Addresses { get; }

    /// <summary>Work that takes several turns, and how much a turn may do.</summary>
    public Chores Chores { get; }

    /// <summary>What the router keeps for its peers.</summary>
    public MemoryAccount Memory { get; }

    /// <summary>The consumers of multicast addresses that hold up others.</summary>
    public SlowSubscribers SlowSubscribers { get; }

    public OutputBacklogs OutputBacklogs { get; }

    /// <summary>The waiting deliveries that have a time-to-live.</summary>
    public Expiries Expiries { get; }

    /// <summary>The links that are attached, by name.</summary>
    public LinkNames LinkNames { get; } = new();

    public SaslOffer Sasl { get; }

    public AccessPolicy Access { get; }

    /// <summary>What the addresses begin with that the router makes for dynamic sources.</summary>
    public string ReplyPrefix { get; }

    /// <summary>For messages that their senders may not send.</summary>
    public LogLimit RefusedLog { get; }

    /// <summary>Null for clear TCP.</summary>
    public SslServerAuthenticationOptions? Tls { get; }

    /// <summary>For frames that are rare; under the lock.</summary>
    public FrameBuilder Frames { get; } = new();

    /// <summary>Pre-settled messages that had no consumer left to go to, or grew too old while they waited for one.</summary>
    public long Lost { get; private set; }

    /// <summary>
    /// Takes the lock for a turn. With <paramref name="written"/>, the outputs that the turn wrote to are added to it, to be sent by the
    /// caller once it has left the lock; without, they are sent by other threads.
    /// </summary>
    public Turn Enter(List<ConnectionOutput>? written = null) => new(this, written);

    /// <summary>An unsettled message went back to its sender, because nobody consumes from its address.</summary>
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

    /// <summary>A pre-settled message has waited for longer than its time-to-live.</summary>
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

    /// <summary>The session has settlements or a window to tell; they leave when the current frames are done.</summary>
    public void FlushLater(Session session) => _sessionsToFlush.Add(session);

    /// <summary>There is output that is not on its way yet.</summary>
    public void FlushLater(ConnectionOutput output) => _outputsToFlush.Add(output);

    /// <summary>The link has credit to tell.</summary>
    public void FlushLater(IncomingLink link) => _linksToFlush.Add(link);

    /// <summary>Ends a turn under the lock: what was gathered to be told in few frames is told, and all output is sent.</summary>
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

    /// <summary>As <see cref="Flush()"/>, for a caller that sends these outputs itself once it has left the lock.</summary>
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

        // Telling only writes; it adds nothing to these lists.
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
