namespace Amqp1.Broker.Turns;

/// <summary>Work under the lock that may exceed one turn.</summary>
internal interface IChore
{
    /// <summary>
    /// Does as much work as <see cref="Chores.Spend"/> allows. Returns true if the work is done. Otherwise it is called again in a later
    /// turn; any state may have changed by then. A call after the work is done has no effect.
    /// </summary>
    bool Continue();
}
