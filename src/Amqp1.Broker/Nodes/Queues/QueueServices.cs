using Amqp1.Broker.Context;
using Amqp1.Broker.Diagnostics;
using Amqp1.Broker.Storage;

namespace Amqp1.Broker.Nodes.Queues;

/// <summary>The services that the queues and topics of a broker share.</summary>
internal sealed class QueueServices
{
    private const int MostReadings = 1000;
    private long _sequence;

    public QueueServices(BrokerContext context, UndeliveredMessages undelivered, Expiries expiries)
    {
        Context = context;
        Undelivered = undelivered;
        Expiries = expiries;
        Budget = new QueueBudget(context) { OnPressureChanged = OnPressureChanged };
        Settings = new AddressTable<EmbeddedQueueOptions>(context.Options.Queues, context.Options.DefaultQueue);
        DeadLetters = new DeadLetters(this);
        Reports = new QueueReports(context);
    }

    public BrokerContext Context { get; }

    public UndeliveredMessages Undelivered { get; }

    /// <summary>The waiting messages with a time-to-live, and the unused queues that are deleted after some time.</summary>
    public Expiries Expiries { get; }

    public QueueBudget Budget { get; }

    public QueueRegistry Registry { get; } = new();

    /// <summary>The settings of queues and topics by address.</summary>
    public AddressTable<EmbeddedQueueOptions> Settings { get; }

    public DeadLetters DeadLetters { get; }

    /// <summary>Log entries and metrics of all queues, collected over a turn.</summary>
    public QueueReports Reports { get; }

    /// <summary>The directory that the queues belong to, set by <see cref="Start"/>.</summary>
    public NodeDirectory? Nodes { get; private set; }

    /// <summary>The durable store; null if messages are kept in memory only. Set by <see cref="Start"/>.</summary>
    public IMessageStore? Store { get; private set; }

    /// <summary>Creates the queues that are in the store and the declared ones. Called once, not in a turn.</summary>
    public void Start(NodeDirectory nodes, IMessageStore? store)
    {
        Nodes = nodes;
        Store = store;
        using (Context.Turns.Enter())
        {
            foreach (var found in store?.Recovered ?? [])
            {
                Recover(found);
            }

            foreach (var name in Context.Options.DeclaredQueues)
            {
                nodes.GetOrAdd(name);
            }
        }
    }

    /// <summary>Returns the sequence number for the next message.</summary>
    public long NextSequence() => Store?.NextSequence() ?? ++_sequence;

    /// <summary>Handles that the store wants messages again, or no longer. Called in a turn.</summary>
    public void OnStoreDemandChanged() => OnDemandChanged();

    /// <summary>Returns the values of the queues for the gauges, of a limited number of them. Called by any thread, not in a turn.</summary>
    public IReadOnlyList<QueueReading> Read()
    {
        if (Registry.Count == 0)
        {
            return [];
        }

        using (Context.Turns.Enter())
        {
            var now = Context.Time.GetUtcNow();
            return [.. Registry.All.Take(MostReadings).Select(queue => queue.Messages.Read(now))];
        }
    }

    /// <summary>Returns whether the queue with this name was declared in the configuration.</summary>
    public bool IsDeclared(string name) => Context.Options.DeclaredQueues.Contains(name);

    private void OnPressureChanged()
    {
        Reports.OnPressureChanged(Budget);
        OnDemandChanged();
    }

    private void Recover(StoredQueue found)
    {
        var expiry = StoredExpiry.Read(found.Settings);
        var end = expiry is null ? -1 : found.Name.LastIndexOf(QueueNode.Separator, StringComparison.Ordinal);
        var node = Nodes!.GetOrAdd(end < 0 ? found.Name : found.Name[..end]);
        if (node is QueueNode queue && end < 0)
        {
            queue.Durable!.Recover(found);
        }
        else if (node is TopicNode topic && end >= 0)
        {
            topic.Recover(found.Name[(end + QueueNode.Separator.Length)..], expiry!.Value, found);
        }
        else
        {
            Context.Log.StoredQueueWithoutRule(found.Name, found.Messages);
        }

        Nodes.RemoveIfUnused(node);
    }

    private void OnDemandChanged()
    {
        foreach (var queue in Registry.All)
        {
            Context.Turns.Chores.Charge(1);
            queue.OnDemandChanged();
        }
    }
}
