using Amqp1.Broker.Connections;

namespace Amqp1.Broker.Routing;

/// <summary>
/// An address and its links. Senders have credit exactly as long as there is a consumer. The subclasses implement the distributions. Used
/// under the router's lock only.
/// </summary>
internal abstract class Address : IChore
{
    // Each link knows its index, so that it can be removed in constant time: the last link moves to its index.
    private readonly List<IncomingLink> _producers = [];
    private readonly List<OutgoingLink> _consumers = [];
    private int _toUpdate;

    protected Address(RouterCore router, string name)
    {
        Router = router;
        Name = name;
        router.Memory.Add(MemoryCost);
    }

    public string Name { get; }

    /// <summary>The connection that a dynamic address was created for. Only this connection may consume from the address.</summary>
    public Connection? Owner { get; set; }

    public bool HasLinks => _consumers.Count + _producers.Count > 0;

    public bool HasConsumers => _consumers.Count > 0;

    /// <summary>The memory used by the address itself.</summary>
    public long MemoryCost => MemoryAccount.Link + (2L * Name.Length);

    protected RouterCore Router { get; }

    protected IReadOnlyList<OutgoingLink> Consumers => _consumers;

    public void Add(IncomingLink producer)
    {
        producer.AddressPlace = _producers.Count;
        _producers.Add(producer);
        producer.UpdateCredit();
    }

    public void Remove(IncomingLink producer)
    {
        var place = producer.AddressPlace;
        if (place >= 0)
        {
            producer.AddressPlace = -1;
            var last = _producers[^1];
            _producers.RemoveAt(_producers.Count - 1);
            if (last != producer)
            {
                _producers[place] = last;
                last.AddressPlace = place;
            }
        }

        Router.Addresses.RemoveIfUnused(this);
    }

    public virtual void Add(OutgoingLink consumer)
    {
        consumer.AddressPlace = _consumers.Count;
        _consumers.Add(consumer);
        if (_consumers.Count == 1)
        {
            UpdateProducers();
        }
    }

    /// <summary>
    /// Removes a consumer, which gets no more messages. When all consumers lost at the same time are removed, <see cref="Recover"/> must
    /// follow.
    /// </summary>
    public virtual void Remove(OutgoingLink consumer)
    {
        var place = consumer.AddressPlace;
        if (place < 0)
        {
            return;
        }

        consumer.AddressPlace = -1;
        var last = _consumers[^1];
        _consumers.RemoveAt(_consumers.Count - 1);
        if (last != consumer)
        {
            _consumers[place] = last;
            last.AddressPlace = place;
        }

        if (_consumers.Count == 0)
        {
            UpdateProducers();
        }
    }

    /// <summary>Sends the message to its consumers, or holds it. Never drops a message because a consumer is slow.</summary>
    public abstract void Forward(in IncomingMessage message);

    /// <summary>Sends waiting messages to a consumer that may be able to accept messages again.</summary>
    public abstract void Pump(OutgoingLink consumer);

    /// <summary>Returns whether messages are waiting that the consumer could get.</summary>
    public abstract bool HasWaiting(OutgoingLink consumer);

    /// <summary>Handles a message whose consumer was lost before it had received the whole message.</summary>
    public abstract void Return(Delivery unfinished);

    /// <summary>
    /// Reroutes the messages that the removed consumer had not received. Returns false if the turn ended before the work was done; it is
    /// then called again.
    /// </summary>
    public abstract bool Recover(OutgoingLink removed);

    /// <summary>Sends credit to the producers, from the last to the first. If a producer leaves meanwhile, no other producer is skipped.</summary>
    bool IChore.Continue()
    {
        _toUpdate = Math.Min(_toUpdate, _producers.Count);
        while (_toUpdate > 0)
        {
            if (!Router.Chores.Spend())
            {
                return false;
            }

            _producers[--_toUpdate].UpdateCredit();
        }

        return true;
    }

    /// <summary>Releases a message to its sender, because it has no consumer or there is no memory for it.</summary>
    protected void GiveBack(in IncomingMessage message, bool isFull = false)
    {
        if (isFull)
        {
            Router.Memory.CountRefused();
        }

        if (message.Settled)
        {
            Router.CountLost(Name, 1);
        }
        else
        {
            message.Source.Session.Incoming.Settle(message.DeliveryId, Frames.Outcomes.Released);
            if (!isFull)
            {
                Router.CountReturned(Name);
            }
        }
    }

    private void UpdateProducers()
    {
        var isUnderWay = _toUpdate > 0;
        _toUpdate = _producers.Count;
        if (!isUnderWay)
        {
            Router.Chores.Do(this);
        }
    }
}
