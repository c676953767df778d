using Amqp1.Broker.Turns;

namespace Amqp1.Broker.Protocol;

/// <summary>The links of a session that wait only for the session window or for a peer that does not read.</summary>
internal sealed class StalledLinks(Session session) : IChore
{
    private readonly LinkedList<OutgoingLink> _links = [];
    private bool _pumping;

    public void Add(OutgoingLink link)
    {
        if (session.IsActive && link.StalledPlace.List is null)
        {
            _links.AddLast(link.StalledPlace);
        }
    }

    public void Remove(OutgoingLink link)
    {
        if (link.StalledPlace.List is not null)
        {
            _links.Remove(link.StalledPlace);
        }
    }

    /// <summary>Resumes the links when the session may be able to send again.</summary>
    public void Pump()
    {
        if (_links.Count > 0 && session.CanTransfer && !_pumping)
        {
            _pumping = true;
            session.Connection.Context.Turns.Chores.Do(this);
        }
    }

    public bool Continue()
    {
        while (session.CanTransfer && _links.First is { Value: var link })
        {
            if (!session.Connection.Context.Turns.Chores.Spend())
            {
                return false;
            }

            _links.RemoveFirst();
            link.Pump();
        }

        _pumping = false;
        return true;
    }
}
