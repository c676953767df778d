namespace Amqp1.Broker.Nodes.Routing;

/// <summary>Creates the routing node of an address by the distribution that the rules give it.</summary>
internal sealed class RoutingNodes(AddressRules rules, RoutingServices services)
{
    public INode Create(string name) => rules.For(name) switch
    {
        Distribution.Closest => new ClosestNode(services, name),
        Distribution.Multicast => new MulticastNode(services, name),
        _ => new BalancedNode(services, name),
    };
}
