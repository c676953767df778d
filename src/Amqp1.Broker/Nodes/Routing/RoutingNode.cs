using Amqp1.Broker.Turns;

namespace Amqp1.Broker.Nodes.Routing;

/// <summary>
/// A node that routes messages and stores none: settlement is end to end. Producers have credit exactly as long as there is a consumer. The
/// subclasses implement the distributions.
/// </summary>
internal abstract class RoutingNode(RoutingServices services, string name) : INode, INodeReadings
{
    private readonly Producers _producers = new(services.Context.Turns.Chores);

    public string Name { get; } = name;

    public bool IsUnused => Consumers.Count + _producers.Count == 0;

    public bool WantsMessages => Consumers.Count > 0;

    public RoutingServices Services { get; } = services;

    public abstract string Distribution { get; }

    int INodeReadings.Producers => _producers.Count;

    int INodeReadings.Consumers => Consumers.Count;

    public long Received { get; private set; }

    public long Sent { get; private set; }

    protected PlacedList<IConsumer> Consumers { get; } = new();

    protected Chores Chores => Services.Context.Turns.Chores;

    public void Add(IProducer producer) => _producers.Add(producer);

    public void Remove(IProducer producer) => _producers.Remove(producer);

    public virtual void Add(IConsumer consumer)
    {
        Consumers.Add(consumer);
        if (Consumers.Count == 1)
        {
            _producers.OnDemandChanged();
        }
    }

    public virtual void Remove(IConsumer consumer)
    {
        if (Consumers.Remove(consumer) && Consumers.Count == 0)
        {
            _producers.OnDemandChanged();
        }
    }

    /// <summary>Sends the message to its consumers, or holds it. Never drops a message because a consumer is slow.</summary>
    public void Accept(in ReceivedMessage message)
    {
        Received++;
        if (WantsMessages)
        {
            Route(message);
        }
        else
        {
            Services.Undelivered.NoConsumer(message, Name);
        }
    }

    /// <summary>Counts a message, or a copy of one, that is sent to a consumer.</summary>
    public void CountSent() => Sent++;

    public abstract void OnReady(IConsumer consumer);

    public abstract bool HasMessagesFor(IConsumer consumer);

    public abstract void Return(Delivery unfinished);

    public abstract bool Recover(IConsumer lost);

    /// <summary>Routes a message that has at least one consumer.</summary>
    protected abstract void Route(in ReceivedMessage message);

    /// <summary>Refuses a message for which there is no memory.</summary>
    protected void RefuseForMemory(in ReceivedMessage message) => Services.Undelivered.NoMemory(message.Ticket, message.Settled, Name);
}
