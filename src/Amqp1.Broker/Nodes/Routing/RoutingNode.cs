using Amqp1.Broker.Turns;

namespace Amqp1.Broker.Nodes.Routing;

/// <summary>
/// A node that routes messages and stores none: settlement is end to end. Producers have credit exactly as long as there is a consumer. The
/// subclasses implement the distributions.
/// </summary>
internal abstract class RoutingNode(RoutingServices services, string name) : INode, IChore
{
    private readonly PlacedList<IProducer> _producers = new();
    private int _toUpdate;

    public string Name { get; } = name;

    public bool IsUnused => Consumers.Count + _producers.Count == 0;

    public bool WantsMessages => Consumers.Count > 0;

    public RoutingServices Services { get; } = services;

    protected PlacedList<IConsumer> Consumers { get; } = new();

    protected Chores Chores => Services.Context.Turns.Chores;

    public void Add(IProducer producer)
    {
        _producers.Add(producer);
        producer.OnDemandChanged();
    }

    public void Remove(IProducer producer) => _producers.Remove(producer);

    public virtual void Add(IConsumer consumer)
    {
        Consumers.Add(consumer);
        if (Consumers.Count == 1)
        {
            UpdateProducers();
        }
    }

    public virtual void Remove(IConsumer consumer)
    {
        if (Consumers.Remove(consumer) && Consumers.Count == 0)
        {
            UpdateProducers();
        }
    }

    /// <summary>Sends the message to its consumers, or holds it. Never drops a message because a consumer is slow.</summary>
    public void Accept(in ReceivedMessage message)
    {
        if (WantsMessages)
        {
            Route(message);
        }
        else
        {
            Services.Undelivered.NoConsumer(message, Name);
        }
    }

    public abstract void OnReady(IConsumer consumer);

    public abstract bool HasMessagesFor(IConsumer consumer);

    public abstract void Return(Delivery unfinished);

    public abstract bool Recover(IConsumer lost);

    /// <summary>Reports the demand to the producers, from the last to the first. If a producer leaves in the meantime, no other producer is skipped.</summary>
    bool IChore.Continue()
    {
        _toUpdate = Math.Min(_toUpdate, _producers.Count);
        while (_toUpdate > 0)
        {
            if (!Chores.Spend())
            {
                return false;
            }

            _producers[--_toUpdate].OnDemandChanged();
        }

        return true;
    }

    /// <summary>Routes a message that has at least one consumer.</summary>
    protected abstract void Route(in ReceivedMessage message);

    /// <summary>Refuses a message for which there is no memory.</summary>
    protected void RefuseForMemory(in ReceivedMessage message) => Services.Undelivered.NoMemory(message.Ticket, message.Settled, Name);

    private void UpdateProducers()
    {
        var isUnderWay = _toUpdate > 0;
        _toUpdate = _producers.Count;
        if (!isUnderWay)
        {
            Chores.Do(this);
        }
    }
}
