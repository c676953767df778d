using Amqp1.Broker.Codec;
using Amqp1.Broker.Context;
using Amqp1.Broker.Nodes.Queues;

namespace Amqp1.Broker.Nodes.Management;

/// <summary>The addresses that have links or messages, with the attributes of qpid-dispatch.</summary>
internal static class AddressType
{
    private const string Name = "org.apache.qpid.dispatch.router.address";

    public static EntityType Create(NodeDirectory nodes, string containerId)
    {
        return new EntityType<Registered<INode>>(
            Name,
            nodes.Registered.Read,
            NumberOf,
            NameOf,
            [
                new("key", (message, node) => message.String(NameOf(node))),
                new("distribution", (message, node) => message.Text(Readings(node)?.Distribution)),
                new("priority", (message, _) => message.Int(-1)),
                new("inProcess", (message, node) => message.Long(node.Entity is IServiceNode ? 1 : 0)),
                new("subscriberCount", (message, node) => message.Long(Readings(node)?.Consumers ?? 0)),
                new("senderCount", (message, node) => message.Long(Readings(node)?.Producers ?? 0)),
                new("deliveriesIngress", (message, node) => message.Long(Readings(node)?.Received ?? 0)),
                new("deliveriesEgress", (message, node) => message.Long(Readings(node)?.Sent ?? 0)),

                // There are no other routers, and no containers behind link routes.
                new("remoteCount", Zero),
                new("containerCount", Zero),
                new("deliveriesTransit", Zero),
                new("deliveriesToContainer", Zero),
                new("deliveriesFromContainer", Zero),
            ]);

        INodeReadings? Readings(Registered<INode> node) => node.Entity as INodeReadings;

        string NameOf(Registered<INode> node) => AddressName.Of(node.Entity.Name, containerId);
    }

    private static string NumberOf(Registered<INode> node) => node.Number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static void Zero(FrameBuilder message, Registered<INode> node) => message.Long(0);
}
