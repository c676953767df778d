using System.Collections.Concurrent;
using Amqp1.Addressing;
using Amqp1.Bus.Connections;
using Amqp1.Bus.Context;
using Amqp1.Bus.Deadlines;
using Amqp1.Bus.Local;
using Microsoft.Extensions.Logging;

namespace Amqp1.Bus.Sending;

/// <summary>The senders of a bus, one per destination, and their shared state.</summary>
internal sealed class SenderCache
{
    private readonly ConcurrentDictionary<Destination, Sender> _senders = new();
    private readonly ConcurrentDictionary<Sender, byte> _starved = new();
    private readonly Lock _gate = new();
    private BusConnection? _connection;
    private volatile ConnectionBudgets _budgets;
    private volatile LocalRoute? _local;
    private SendFailure? _closed;
    private volatile SendFailure? _obstacle = new("the transport was not started; messages are sent after the host has started, or after MessagingTransport.Start()");

    public SenderCache(BusContext context)
    {
        Context = context;
        _budgets = new ConnectionBudgets(context.Settings);
        Room = new SenderRoom(this);
    }

    public BusContext Context { get; }
    public DeadlineTimer Deadlines => Context.Deadlines;
    public ILogger Logger => Context.Logger;
    public SenderRoom Room { get; }
    public ICollection<Sender> Senders => _senders.Values;

    /// <summary>The reason why there is no connection; null if there is a connection or the reason is not known.</summary>
    public SendFailure? Obstacle => _obstacle;

    /// <summary>Receives the reason why a link to a destination was refused or closed.</summary>
    public Action<string>? LinkFailed { get; init; }

    /// <summary>Receives the reply address of a caller that has gone.</summary>
    public Action<Destination>? ReceiverGone { get; init; }

    public int Count => _senders.Count;

    /// <summary>The route to the servers and listeners of this process while it stops; null before.</summary>
    public LocalRoute? Local => _local;

    public int PendingDeliveries => _senders.Values.Sum(sender => sender.PendingDeliveries);

    /// <summary>Clears the obstacle, because the bus has begun to connect.</summary>
    public void OnStarted() => _obstacle = null;

    /// <summary>Hands the delivery to the sender of its destination. Fails the delivery if the senders were closed.</summary>
    public void Enqueue(PendingDelivery delivery)
    {
        Sender? sender;
        while ((sender = Find(delivery.Outgoing.Destination)) is not null)
        {
            if (sender.TryEnqueue(delivery))
            {
                return;
            }

            // The sender was given up after the look-up. The next look-up creates a new one.
        }

        delivery.Fail(_closed!);
    }

    /// <inheritdoc cref="Sender.Watch" />
    public void Watch(Destination replyTo) => Find(replyTo)?.Watch();

    /// <summary>Detaches the link to a destination that is not used again, unless messages wait there.</summary>
    public void Release(Destination destination)
    {
        if (_senders.TryGetValue(destination, out var sender))
        {
            sender.YieldIfIdle();
        }
    }

    /// <summary>Returns whether there is a link to a destination.</summary>
    public bool HasLinkTo(Destination destination) => _senders.TryGetValue(destination, out var sender) && sender.HasLink;

    /// <inheritdoc cref="Sender.IsUnread" />
    public bool IsUnread(Destination destination) => _senders.TryGetValue(destination, out var sender) && sender.IsUnread;

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
            _budgets = new ConnectionBudgets(Context.Settings);
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

    /// <summary>Charges all waiting messages one retry after a failed connection attempt (docs/spec/links.md#outcomes-and-retries).</summary>
    public void Charge(SendFailure failure)
    {
        _obstacle = failure;
        foreach (var sender in _senders.Values)
        {
            sender.Charge(failure);
        }
    }

    /// <summary>Detaches the senders that were idle since the last sweep (docs/spec/links.md#idle-senders).</summary>
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

    /// <summary>Fails all messages that wait or are in progress, and every later message.</summary>
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
            // A closed sender must not be found by a message that is enqueued at the same time.
            Remove(sender);
        }
    }

    /// <summary>The number of links to destinations and the number of links to reply addresses.</summary>
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

    /// <summary>Whether less than half of the links to reply addresses are in use.</summary>
    public bool HasRoomForReplies => _budgets.Replies.IsHalfFree;

    /// <summary>Returns the limit of the current connection for the link of a sender.</summary>
    public LinkBudget BudgetOf(Sender sender) => sender.IsReply ? _budgets.Replies : _budgets.Destinations;

    public void Remove(Sender sender) => _senders.TryRemove(new KeyValuePair<Destination, Sender>(sender.Destination, sender));

    /// <summary>Records a sender that waits for credit or for the reply address.</summary>
    public void AddStarved(Sender sender) => _starved.TryAdd(sender, 0);

    /// <summary>Lets the senders that wait for credit or for the reply address try again.</summary>
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

    /// <summary>Allows messages to go to servers and listeners of this process, and lets all senders try again.</summary>
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

    /// <summary>Returns the sender of a destination and creates it if necessary. Returns null if the senders were closed.</summary>
    private Sender? Find(Destination destination)
    {
        if (_senders.TryGetValue(destination, out var known))
        {
            return known;
        }

        // Connecting, losing the connection and closing take the same lock. A new sender therefore has the connection that all others
        // have, and no sender is created after the last one was closed.
        lock (_gate)
        {
            return _closed is not null
                ? null
                : _senders.GetOrAdd(destination, static (key, cache) => new Sender(key, cache, cache._connection), this);
        }
    }
}
