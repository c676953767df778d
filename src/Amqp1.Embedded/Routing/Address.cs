using Amqp1.Embedded.Connections;

namespace Amqp1.Embedded.Routing;

/// <summary>
/// An address and the links on it. Senders hold credit exactly while there is a consumer. The subclasses are the distributions.
/// Used under the router's lock only.
/// </summary>
internal abstract class Address : IChore
{
    // Each link knows its place, so that it can be taken out in constant time: the last one takes its place.
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

    /// <summary>For a dynamic address: the connection it was made for, the only one that may consume from it.</summary>
    public Connection? Owner { get; set; }

    public bool HasLinks => _consumers.Count + _producers.Count > 0;

    public bool HasConsumers => _consumers.Count > 0;

    /// <summary>The memory that the address itself takes.</summary>
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
    /// The consumer takes no more. <see cref="Recover"/> has to follow, when all the consumers lost at once are removed.
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

    /// <summary>Sends the message to whom it is for, or holds it. Never drops a message for a consumer that is merely slow.</summary>
    public abstract void Forward(in IncomingMessage message);

    /// <summary>The consumer may be able to take messages again.</summary>
    public abstract void Pump(OutgoingLink consumer);

    /// <summary>Whether messages wait that the consumer could get.</summary>
    public abstract bool HasWaiting(OutgoingLink consumer);

    /// <summary>The consumer was lost in the middle of this message.</summary>
    public abstract void Return(Delivery unfinished);

    /// <summary>
    /// Finds a new way for what the removed consumer had not got. False when there is more to do than a turn may; it is called again.
    /// </summary>
    public abstract bool Recover(OutgoingLink removed);

    /// <summary>Tells the producers their credit, from the last to the first: one that leaves meanwhile moves no other past this.</summary>
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

    /// <summary>The message has no consumer to go to, or there is no room to hold it.</summary>
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
