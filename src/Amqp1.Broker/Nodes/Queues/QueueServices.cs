using Amqp1.Broker.Context;

namespace Amqp1.Broker.Nodes.Queues;

/// <summary>The services that the queues and topics of a broker share.</summary>
internal sealed class QueueServices
{
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

    /// <summary>Creates the declared queues. Called once, not in a turn.</summary>
    public void Start(NodeDirectory nodes)
    {
        Nodes = nodes;
        using (Context.Turns.Enter())
        {
            foreach (var name in Context.Options.DeclaredQueues)
            {
                nodes.GetOrAdd(name);
            }
        }
    }

    /// <summary>Returns whether the queue with this name was declared in the configuration.</summary>
    public bool IsDeclared(string name) => Context.Options.DeclaredQueues.Contains(name);

    private void OnPressureChanged()
    {
        Reports.OnPressureChanged(Budget);
        foreach (var queue in Registry.All)
        {
            Context.Turns.Chores.Charge(1);
            queue.OnDemandChanged();
        }
    }
}
