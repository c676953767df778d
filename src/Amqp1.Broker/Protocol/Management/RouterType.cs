using Amqp1.Broker.Codec;
using Amqp1.Broker.Context;
using Amqp1.Broker.Nodes.Management;

namespace Amqp1.Broker.Protocol.Management;

/// <summary>The broker itself as one entity, with the attributes of qpid-dispatch.</summary>
internal static class RouterType
{
    private const string Name = "org.apache.qpid.dispatch.router";
    private static readonly string Version = typeof(RouterType).Assembly.GetName().Version?.ToString(3) ?? "0";

    public static EntityType Create(ProtocolContext context)
    {
        var startedAt = context.Broker.Time.GetTimestamp();
        return new EntityType<ProtocolContext>(
            Name,
            () => [context],
            broker => broker.Broker.ContainerId,
            broker => broker.Broker.ContainerId,
            [
                new("id", (message, broker) => message.String(broker.Broker.ContainerId)),
                new("version", (message, _) => message.String(Version)),
                new("product", (message, broker) => message.String(broker.Options.Product)),
                new("mode", (message, _) => message.String("standalone")),
                new("area", (message, _) => message.String("0")),
                new("hostName", (message, _) => message.String(Environment.MachineName)),
                new("uptimeSeconds", (message, broker) => message.Long((long)broker.Broker.Time.GetElapsedTime(startedAt).TotalSeconds)),
                new("memoryUsage", (message, _) => message.Long(Environment.WorkingSet)),
                new("heldBytes", (message, broker) => message.Long(broker.Memory.Held)),
                new("maxHeldBytes", (message, broker) => message.Long(broker.Memory.Most)),
                new("connectionCount", (message, broker) => message.Long(broker.Connections.Count)),
                new("linkCount", (message, broker) => message.Long(broker.Links.Count)),
                new("addrCount", (message, broker) => message.Long(broker.Nodes.Registered.Count)),
                new("presettledDeliveries", (message, broker) => message.Long(broker.Received.Presettled)),
                new("droppedPresettledDeliveries", (message, broker) => message.Long(broker.Undelivered.Lost)),
                new("acceptedDeliveries", (message, broker) => message.Long(broker.Received.Accepted)),
                new("rejectedDeliveries", (message, broker) => message.Long(broker.Received.Rejected)),
                new("releasedDeliveries", (message, broker) => message.Long(broker.Received.Released)),
                new("modifiedDeliveries", (message, broker) => message.Long(broker.Received.Modified)),
                new("deliveriesIngress", (message, broker) => message.Long(broker.Received.Deliveries)),
                new("deliveriesEgress", (message, broker) => message.Long(broker.Sent.Deliveries)),

                // There are no other routers, and no containers behind link routes.
                new("nodeCount", Zero),
                new("linkRouteCount", Zero),
                new("autoLinkCount", Zero),
                new("deliveriesTransit", Zero),
                new("deliveriesIngressRouteContainer", Zero),
                new("deliveriesEgressRouteContainer", Zero),
            ]);
    }

    private static void Zero(FrameBuilder message, ProtocolContext broker) => message.Long(0);
}
