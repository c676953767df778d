using Amqp1.Broker.Context;
using Amqp1.Broker.Diagnostics;
using Amqp1.Broker.Nodes;
using Amqp1.Broker.Nodes.Management;
using Amqp1.Broker.Nodes.Queues;
using Amqp1.Broker.Nodes.Routing;
using Amqp1.Broker.Protocol;
using Amqp1.Broker.Protocol.Management;
using Amqp1.Broker.Storage;
using Microsoft.Extensions.Logging;

namespace Amqp1.Broker;

/// <summary>The parts of a broker, put together. Only the router and the tests know it; the parts know each other as far as they need.</summary>
internal sealed class Engine : IRouterReadings, IDisposable
{
    public Engine(EmbeddedRouterOptions options, string containerId, ILogger logger)
    {
        Context = new BrokerContext(options, containerId, logger);
        Undelivered = new UndeliveredMessages(Context);
        Expiries = new Expiries(Context);
        Routing = new RoutingServices(Context, Undelivered, Expiries);
        Queues = new QueueServices(Context, Undelivered, Expiries);
        Nodes = new NodeDirectory(new NodeFactory(options, Routing, Queues), Context.Memory);
        Store = options.OpenStore?.Invoke(new StoreTurns(Context.Turns, Queues.OnStoreDemandChanged), options.TimeProvider, logger);
        Queues.Start(Nodes, Store);
        QueueManager = new QueueManager(Queues);
        Protocol = new ProtocolContext(Context, Nodes, Undelivered);
        Entities = CreateCatalogue();
        Nodes.AddService(new ManagementNode(Context, Nodes, Undelivered, Entities), ManagementNode.AddressesOf(containerId));
    }

    public BrokerContext Context { get; }

    /// <summary>The durable store; null if messages are kept in memory only.</summary>
    public IMessageStore? Store { get; }

    public UndeliveredMessages Undelivered { get; }

    public Expiries Expiries { get; }

    public RoutingServices Routing { get; }

    public QueueServices Queues { get; }

    /// <summary>The operations of management on queues.</summary>
    public IManagedQueues QueueManager { get; }

    /// <summary>The entities that operators see.</summary>
    public EntityCatalogue Entities { get; }

    public NodeDirectory Nodes { get; }

    public ProtocolContext Protocol { get; }

    string IRouterReadings.ContainerId => Context.ContainerId;

    long IRouterReadings.Connections => Protocol.Admission.Count;

    long IRouterReadings.UnopenedConnections => Protocol.Admission.UnopenedCount;

    long IRouterReadings.Links => Protocol.LinkNames.Count;

    long IRouterReadings.HeldBytes => Context.Memory.Held;

    long IRouterReadings.MostHeldBytes => Context.Memory.Most;

    /// <summary>Writes what waits for the store, and closes it. Completes when the file is closed.</summary>
    public async Task CloseStoreAsync()
    {
        if (Store is not null)
        {
            await Store.DisposeAsync().ConfigureAwait(false);
        }
    }

    IReadOnlyList<QueueReading> IRouterReadings.ReadQueues() => Queues.Read();

    /// <summary>Stops the timers.</summary>
    public void Dispose()
    {
        Expiries.Dispose();
        Routing.Dispose();
        Protocol.Dispose();
    }

    private EntityCatalogue CreateCatalogue() => new(
    [
        RouterType.Create(Protocol),
        ConnectionType.Create(Protocol),
        LinkType.Create(Protocol),
        AddressType.Create(Nodes, Context.ContainerId),
        QueueType.Create(QueueManager),
        .. EmptyTypes.Create(),
    ]);
}
