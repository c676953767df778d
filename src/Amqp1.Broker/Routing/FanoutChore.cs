namespace Amqp1.Broker.Routing;

/// <summary>Continues the messages of a multicast address that have more consumers than one turn should serve.</summary>
internal sealed class FanoutChore(MulticastAddress address) : IChore
{
    public bool Continue() => address.ContinueFanouts();
}
