using Amqp1.Broker.Turns;

namespace Amqp1.Broker.Nodes.Routing;

/// <summary>Continues the messages of a multicast address that have more consumers than one turn should serve.</summary>
internal sealed class FanoutChore(MulticastNode node) : IChore
{
    public bool Continue() => node.ContinueFanouts();
}
