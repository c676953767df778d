using System.Globalization;
using Amqp1.Broker.Context;
using Amqp1.Broker.Nodes.Management;

namespace Amqp1.Broker.Protocol.Management;

/// <summary>The attached links of all peers, with the attributes of qpid-dispatch.</summary>
internal static class LinkType
{
    private const string Name = "org.apache.qpid.dispatch.router.link";

    public static EntityType Create(ProtocolContext context)
    {
        return new EntityType<Registered<Link>>(
            Name,
            context.Links.Read,
            link => link.Number.ToString(CultureInfo.InvariantCulture),
            link => PeerText.Clean(link.Entity.Name),
            [
                new("linkName", (message, link) => message.String(PeerText.Clean(link.Entity.Name))),
                new("linkType", (message, _) => message.String("endpoint")),
                new("linkDir", (message, link) => message.String(link.Entity is OutgoingLink ? "out" : "in")),
                new("connectionId", (message, link) => message.String(ConnectionOf(link).ToString(CultureInfo.InvariantCulture))),
                new("owningAddr", (message, link) => message.Text(link.Entity.Address is { } address ? AddressName.Of(address, context.Broker.ContainerId) : null)),
                new("peer", (message, _) => message.Null()),
                new("adminStatus", (message, _) => message.String("enabled")),
                new("operStatus", (message, _) => message.String("up")),
                new("capacity", (message, link) => message.Long(link.Entity.MostDeliveries)),
                new("undeliveredCount", (message, link) => message.Long(link.Entity.UndeliveredCount)),
                new("unsettledCount", (message, link) => message.Long(link.Entity.Unsettled)),
                new("creditAvailable", (message, link) => message.Long(link.Entity.CreditAvailable)),
                new("zeroCreditSeconds", (message, link) => message.Long((long)link.Entity.ZeroCreditTime.TotalSeconds)),
                new("deliveryCount", (message, link) => message.Long(link.Entity.Counts.Deliveries)),
                new("presettledCount", (message, link) => message.Long(link.Entity.Counts.Presettled)),
                new("acceptedCount", (message, link) => message.Long(link.Entity.Counts.Accepted)),
                new("rejectedCount", (message, link) => message.Long(link.Entity.Counts.Rejected)),
                new("releasedCount", (message, link) => message.Long(link.Entity.Counts.Released)),
                new("modifiedCount", (message, link) => message.Long(link.Entity.Counts.Modified)),
            ]);

        long ConnectionOf(Registered<Link> link) => context.Connections.NumberOf(link.Entity.Session.Connection);
    }
}
