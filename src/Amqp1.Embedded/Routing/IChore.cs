namespace Amqp1.Embedded.Routing;

/// <summary>Work under the router's lock that may be more than one turn should do.</summary>
internal interface IChore
{
    /// <summary>
    /// Does as much as <see cref="Chores.Spend"/> allows. Returns true when the work is done; otherwise it is called again in a later
    /// turn, before which everything may have changed. Calling it once more when it is done does no harm.
    /// </summary>
    bool Continue();
}
