using Amqp1.Broker.Nodes;
using Amqp1.Broker.Nodes.Queues;
using Amqp1.Broker.Nodes.Routing;

namespace Amqp1.Broker;

/// <summary>Creates the node of an address by the distribution that the rules give it. Used in a turn.</summary>
internal sealed class NodeFactory : INodeFactory
{
    private readonly EmbeddedRouterOptions _options;
    private readonly RoutingServices _routing;
    private readonly QueueServices _queues;
    private readonly AddressTable<Distribution> _rules;

    /// <summary>The addresses that are queues because other queues need them, or because they are declared.</summary>
    private readonly HashSet<string> _queueNames;

    private readonly bool _storesAny;

    public NodeFactory(EmbeddedRouterOptions options, RoutingServices routing, QueueServices queues)
    {
        _options = options;
        _routing = routing;
        _queues = queues;
        _rules = new AddressTable<Distribution>(options.Addresses, options.DefaultDistribution);
        _storesAny = options.DeclaredQueues.Count > 0 || options.Addresses.Values.Append(options.DefaultDistribution).Any(Stores);
        _queueNames = new HashSet<string>(options.DeclaredQueues, StringComparer.Ordinal);
        if (_storesAny)
        {
            _queueNames.UnionWith(options.Queues.Values.Append(options.DefaultQueue).Select(queue => queue.DeadLetterAddress).OfType<string>());
        }
    }

    public INode Create(string name) => DistributionOf(name) switch
    {
        Distribution.Queue => new QueueNode(_queues, name),
        Distribution.Closest => new ClosestNode(_routing, name),
        Distribution.Topic => new TopicNode(_queues, name),
        Distribution.Multicast => new MulticastNode(_routing, name),
        _ => new BalancedNode(_routing, name),
    };

    public INode CreateDynamic(string name) => new BalancedNode(_routing, name);

    public bool StoresMessages(string name) => _storesAny && Stores(DistributionOf(name));

    public string? RefusalOf(string name, string? subscription) =>
        !StoresMessages(name) || (subscription is not null && _queues.Registry.Find(TopicSubscription.NameOf(name, subscription)) is not null) ? null
        : _queues.Registry.Count >= _options.MaxQueues ? $"The broker has {_options.MaxQueues} queues (MaxQueues)."
        : IsSubscription(name) ? $"Addresses of the form topic{QueueNode.Separator}name are the names of subscriptions."
        : null;

    private static bool Stores(Distribution distribution) => distribution is Distribution.Queue or Distribution.Topic;

    private bool IsSubscription(string name) =>
        name.IndexOf(QueueNode.Separator, StringComparison.Ordinal) is > 0 and var end && DistributionOf(name[..end]) == Distribution.Topic;

    // A reply to a caller that is gone has a dynamic address without a node. Nobody will ever consume from it, so it must not become a queue.
    private Distribution DistributionOf(string name) =>
        _queueNames.Contains(name) ? Distribution.Queue
        : DynamicAddress.IsOne(name) ? Distribution.Balanced
        : _rules.For(name);
}
