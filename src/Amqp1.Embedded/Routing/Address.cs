using Amqp1.Embedded.Connections;

namespace Amqp1.Embedded.Routing;

/// <summary>
/// An address and the links on it. Senders hold credit exactly while there is a consumer. The subclasses are the distributions.
/// Used under the router's lock only.
/// </summary>
internal abstract class Address(RouterCore router, string name)
{
    private readonly HashSet<IncomingLink> _producers = [];

    public string Name { get; } = name;

    /// <summary>For a dynamic address: the connection it was made for, the only one that may consume from it.</summary>
    public Connection? Owner { get; set; }

    public bool HasLinks => Consumers.Count + _producers.Count > 0;

    public bool HasConsumers => Consumers.Count > 0;

    protected RouterCore Router { get; } = router;

    protected List<OutgoingLink> Consumers { get; } = [];

    public void Add(IncomingLink producer)
    {
        _producers.Add(producer);
        producer.UpdateCredit();
    }

    public void Remove(IncomingLink producer)
    {
        _producers.Remove(producer);
        Router.Addresses.RemoveIfUnused(this);
    }

    public void Add(OutgoingLink consumer)
    {
        Consumers.Add(consumer);
        if (Consumers.Count == 1)
        {
            UpdateProducers();
        }
    }

    /// <summary>The consumer takes no more. <see cref="Recover"/> has to follow, when all the consumers lost at once are removed.</summary>
    public virtual void Remove(OutgoingLink consumer)
    {
        Consumers.Remove(consumer);
        if (Consumers.Count == 0)
        {
            UpdateProducers();
        }
    }

    /// <summary>Sends the message to whom it is for, or holds it. Never drops a message for a consumer that is merely slow.</summary>
    public abstract void Forward(in IncomingMessage message);

    /// <summary>The consumer may be able to take messages again.</summary>
    public abstract void Pump(OutgoingLink consumer);

    /// <summary>Whether messages wait that the consumer could get.</summary>
    public abstract bool HasWaiting(OutgoingLink consumer);

    /// <summary>Finds a new way for what the removed consumer had not got; <paramref name="unfinished"/> was in the middle of being sent.</summary>
    public abstract void Recover(OutgoingLink removed, Delivery? unfinished);

    private void UpdateProducers()
    {
        foreach (var producer in _producers)
        {
            producer.UpdateCredit();
        }
    }
}
