using Amqp1.Broker.Turns;

namespace Amqp1.Broker.Nodes;

/// <summary>The producers of a node. They are informed of a change of its demand over several turns if they are many. Used in a turn.</summary>
internal sealed class Producers(Chores chores) : IChore
{
    private readonly PlacedList<IProducer> _producers = new();
    private int _toUpdate;

    public int Count => _producers.Count;

    /// <summary>One of the producers; null if there is none.</summary>
    public IProducer? Last => _producers.Count > 0 ? _producers[_producers.Count - 1] : null;

    public void Add(IProducer producer)
    {
        _producers.Add(producer);
        producer.OnDemandChanged();
    }

    public void Remove(IProducer producer) => _producers.Remove(producer);

    public bool Contains(IProducer producer) => _producers.Contains(producer);

    /// <summary>Informs all producers that the demand has changed.</summary>
    public void OnDemandChanged()
    {
        var isUnderWay = _toUpdate > 0;
        _toUpdate = _producers.Count;
        if (!isUnderWay && _toUpdate > 0)
        {
            chores.Do(this);
        }
    }

    /// <summary>Informs the producers from the last to the first. If a producer leaves in the meantime, no other producer is skipped.</summary>
    bool IChore.Continue()
    {
        _toUpdate = Math.Min(_toUpdate, _producers.Count);
        while (_toUpdate > 0)
        {
            if (!chores.Spend())
            {
                return false;
            }

            _producers[--_toUpdate].OnDemandChanged();
        }

        return true;
    }
}
