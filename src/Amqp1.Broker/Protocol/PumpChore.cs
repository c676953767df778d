using Amqp1.Broker.Turns;

namespace Amqp1.Broker.Protocol;

/// <summary>Sends the waiting messages of a consumer in separate turns, when a turn has used its steps.</summary>
internal sealed class PumpChore(OutgoingLink consumer) : IChore
{
    private bool _requested;

    public void Request(Chores chores)
    {
        if (!_requested)
        {
            _requested = true;
            chores.DoLater(this);
        }
    }

    public bool Continue()
    {
        // If there is again too much for one turn, the consumer requests another one.
        _requested = false;
        consumer.Pump();
        return true;
    }
}
