using Amqp1.Embedded.Connections;

namespace Amqp1.Embedded.Routing;

/// <summary>Sends to a consumer, in turns of its own, what still waits for it when a turn has had its share.</summary>
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
        // When there is again too much for one turn, the consumer asks for another one.
        _requested = false;
        consumer.Pump();
        return true;
    }
}
