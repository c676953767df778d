using System.Globalization;
using Amqp1.Broker.Codec;
using Amqp1.Broker.Context;
using Amqp1.Broker.Nodes.Management;

namespace Amqp1.Broker.Protocol.Management;

/// <summary>
/// The open connections, with the attributes of qpid-dispatch and some more. DELETE disconnects the peer, as does an UPDATE of adminStatus to
/// "deleted", which is how qdmanage does it.
/// </summary>
internal static class ConnectionType
{
    private const string Name = "org.apache.qpid.dispatch.connection";
    private const string AdminStatus = "adminStatus";
    private const string Deleted = "deleted";

    public static EntityType Create(ProtocolContext context) => new EntityType<Registered<Connection>>(
        Name,
        context.Connections.Read,
        connection => connection.Number.ToString(CultureInfo.InvariantCulture),
        connection => $"connection/{connection.Entity.Peer}",
        [
            new("host", (message, connection) => message.String(connection.Entity.Peer)),
            new("container", (message, connection) => message.String(PeerText.Clean(connection.Entity.LinkOwner.ContainerId))),
            new("role", (message, _) => message.String("normal")),
            new("dir", (message, _) => message.String("in")),
            new("protocol", (message, _) => message.String("amqp")),
            new("opened", (message, _) => message.Bool(true)),
            new(AdminStatus, (message, _) => message.String("enabled")),
            new("operStatus", (message, _) => message.String("up")),
            new("isAuthenticated", (message, connection) => message.Bool(connection.Entity.Mechanism.Length > 0)),
            new("user", (message, connection) => message.Text(connection.Entity.Identity is { Length: > 0 } user ? PeerText.Clean(user) : null)),
            new("sasl", (message, connection) => message.Text(connection.Entity.Mechanism is { Length: > 0 } mechanism ? mechanism : null)),
            new("isEncrypted", (message, connection) => message.Bool(connection.Entity.TlsLayer.Version is not null)),
            new("ssl", (message, connection) => message.Bool(connection.Entity.TlsLayer.Version is not null)),
            new("sslProto", (message, connection) => message.Text(connection.Entity.TlsLayer.Version)),
            new("sslCipher", (message, connection) => message.Text(connection.Entity.TlsLayer.CipherSuite)),
            new("tenant", (message, _) => message.Null()),
            new("uptimeSeconds", (message, connection) => message.Long((long)context.Broker.Time.GetElapsedTime(connection.Entity.OpenedAt).TotalSeconds)),
            new("linkCount", (message, connection) => message.Long(connection.Entity.LinkCount)),
            new("heldBytes", (message, connection) => message.Long(connection.Entity.Memory.Held)),
        ],
        [
            new(EntityType.Delete, [], (connection, call) => Disconnect(connection.Entity, call, ManagementResult.NoContent)),
            new(EntityType.Update, [], Update),
        ]);

    private static void Update(Registered<Connection> connection, OperationCall call)
    {
        if (call.Request.Attributes.GetValueOrDefault(AdminStatus) as string == Deleted)
        {
            Disconnect(connection.Entity, call, ManagementResult.Ok(message => message.OpenMap().String(AdminStatus).String(Deleted).CloseList()));
        }
        else
        {
            call.Complete(ManagementResult.BadRequest("The only change of a connection is to set adminStatus to \"deleted\"."));
        }
    }

    private static void Disconnect(Connection connection, OperationCall call, ManagementResult result)
    {
        connection.CloseLater(ErrorCondition.ConnectionForced, "An operator has disconnected the peer.");
        call.Complete(result);
    }
}
