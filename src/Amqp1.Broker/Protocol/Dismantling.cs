using Amqp1.Broker.Turns;

namespace Amqp1.Broker.Protocol;

/// <summary>
/// Removes the links of ended sessions from the routing. First, all links leave their addresses, so that nothing is routed to or from them.
/// Then the waiting messages of their senders are dropped. Last, the messages that their consumers had not received are rerouted.
/// </summary>
internal sealed class Dismantling(TurnScheduler turns, IReadOnlyList<Session> sessions) : IChore
{
    private IEnumerator<Link>? _links;
    private Link? _current;
    private int _session;
    private int _step;

    public bool Continue()
    {
        while (_step < 3)
        {
            if (!ContinueStep())
            {
                return false;
            }

            _step++;
            _session = 0;
        }

        return true;
    }

    private bool ContinueStep()
    {
        for (; _session < sessions.Count; _session++)
        {
            _links ??= sessions[_session].Links.GetEnumerator();
            while (_current is not null || _links.MoveNext())
            {
                _current ??= _links.Current;
                if (!turns.Chores.Spend() || !Do(_current))
                {
                    return false;
                }

                _current = null;
            }

            _links.Dispose();
            _links = null;
        }

        return true;
    }

    private bool Do(Link link)
    {
        if (_step == 0)
        {
            link.Unlink();
            return true;
        }

        return (_step == 1) == link is OutgoingLink || link.Continue();
    }
}
