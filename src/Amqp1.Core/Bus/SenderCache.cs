using System.Collections.Concurrent;
using Amqp1.Addressing;
using Microsoft.Extensions.Logging;

namespace Amqp1.Bus;

/// <summary>The senders of a bus, one per destination, and what they share.</summary>
internal sealed class SenderCache
{
    private readonly ConcurrentDictionary<Destination, Sender> _senders = new();
    private readonly ConcurrentDictionary<Sender, byte> _starved = new();
    private readonly Lock _gate = new();
    private readonly BusSettings _settings;
    private BusConnection? _connection;
    private volatile LocalRoute? _local;
    private SendFailure? _closed;
    private volatile SendFailure? _obstacle = new("the transport was not started; messages leave when the host has started, or after MessagingTransport.Start()");

    public SenderCache(BusSettings settings, DeadlineTimer deadlines, ReplyInbox inbox, TimeProvider time, ILogger logger)
    {
        _settings = settings;
        Time = time;
        Room = new SenderRoom(this, settings, time, logger);
        Deadlines = deadlines;
        Inbox = inbox;
        Logger = logger;
    }

    public DeadlineTimer Deadlines { get; }
    public ReplyInbox Inbox { get; }
    public ILogger Logger { get; }
    public TimeProvider Time { get; }
    public SenderRoom Room { get; }
    public ICollection<Sender> Senders => _senders.Values;

    /// <summary>Why there is no connection now, where that is known.</summary>
    public SendFailure? Obstacle => _obstacle;

    /// <summary>Takes the reason why a link to a destination was refused or closed.</summary>
    public Action<string>? LinkFailed { get; init; }

    public int Count => _senders.Count;

    /// <summary>What this process serves itself while it stops; null before.</summary>
    public LocalRoute? Local => _local;

    public int PendingDeliveries => _senders.Values.Sum(sender => sender.PendingDeliveries);

    /// <summary>The bus has begun to connect.</summary>
    public void OnStarted() => _obstacle = null;

    /// <summary>Hands the delivery to the sender of its destination; fails it when the senders have been closed.</summary>
    public void Enqueue(PendingDelivery delivery)
    {
        Sender? sender;
        while ((sender = Find(delivery.Outgoing.Destination)) is not null)
        {
            if (sender.TryEnqueue(delivery))
            {
                return;
            }

            // The sender was given up between the look-up and now; the next look-up makes a new one.
        }

        delivery.Fail(_closed!);
    }

    public void OnConnected(BusConnection connection)
    {
        ICollection<Sender> senders;
        lock (_gate)
        {
            if (connection.IsLost)
            {
                return;
            }

            _connection = connection;
            _obstacle = null;
            senders = _senders.Values;
        }

        foreach (var sender in senders)
        {
            sender.OnConnected(connection);
        }
    }

    public void OnConnectionLost(SendFailure failure)
    {
        ICollection<Sender> senders;
        lock (_gate)
        {
            _connection = null;
            _obstacle = failure;
            senders = _senders.Values;
        }

        foreach (var sender in senders)
        {
            sender.OnConnectionLost(failure);
        }
    }

    /// <summary>An attempt to connect failed: everything that waits pays one retry (docs/spec/links.md#outcomes-and-retries).</summary>
    public void Charge(SendFailure failure)
    {
        _obstacle = failure;
        foreach (var sender in _senders.Values)
        {
            sender.Charge(failure);
        }
    }

    /// <summary>Detaches what was idle since the last sweep (docs/spec/links.md#idle-senders).</summary>
    public void Sweep()
    {
        foreach (var sender in _senders.Values)
        {
            if (sender.SweepIfIdle())
            {
                Remove(sender);
            }
        }
    }

    /// <summary>Fails all that waits or is under way, and whatever comes from now on.</summary>
    public void Close(SendFailure failure)
    {
        ICollection<Sender> senders;
        lock (_gate)
        {
            _closed = failure;
            senders = _senders.Values;
        }

        foreach (var sender in senders)
        {
            sender.Close(failure);
            // A sender that takes nothing must not be found again by a message that comes at the same time.
            Remove(sender);
        }
    }

    /// <summary>How many links there are to destinations, and how many to reply addresses.</summary>
    public (int Destinations, int Replies) LinkCounts
    {
        get
        {
            var (destinations, replies) = (0, 0);
            foreach (var sender in _senders.Values.Where(sender => sender.HasLink))
            {
                _ = sender.IsReply ? replies++ : destinations++;
            }

            return (destinations, replies);
        }
    }

    public void Remove(Sender sender) => _senders.TryRemove(new KeyValuePair<Destination, Sender>(sender.Destination, sender));

    /// <summary>Notes a sender that waits for credit or for the reply address.</summary>
    public void AddStarved(Sender sender) => _starved.TryAdd(sender, 0);

    /// <summary>Credit or the reply address may have come: those that wait for it try again.</summary>
    public void PumpStarved()
    {
        if (_starved.IsEmpty)
        {
            return;
        }

        foreach (var (sender, _) in _starved)
        {
            if (_starved.TryRemove(sender, out _))
            {
                sender.Pump();
            }
        }
    }

    /// <summary>From now on, messages may go to servers and listeners of this process; all senders try again.</summary>
    public void Use(LocalRoute local)
    {
        _local = local;
        PumpAll();
    }

    /// <summary>Lets all senders try again.</summary>
    public void PumpAll()
    {
        foreach (var sender in _senders.Values)
        {
            sender.Pump();
        }
    }

    /// <summary>The sender of a destination, a new one if need be; null when the senders have been closed.</summary>
    private Sender? Find(Destination destination)
    {
        if (_senders.TryGetValue(destination, out var known))
        {
            return known;
        }

        // Under the lock that connecting, losing and closing take: a new sender has the connection that all others have, and none
        // comes after the last was closed.
        lock (_gate)
        {
            return _closed is not null
                ? null
                : _senders.GetOrAdd(destination, static (key, cache) => new Sender(key, cache, cache._settings, cache._connection), this);
        }
    }
}
