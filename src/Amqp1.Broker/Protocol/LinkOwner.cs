namespace Amqp1.Broker.Protocol;

/// <summary>The owner of the links of a connection: the user and the container of the peer. Connections of the same owner share link names.</summary>
/// <param name="Identity">The authenticated user; empty if there is none.</param>
/// <param name="ContainerId">The container of the peer; empty if it has no name.</param>
/// <param name="Peer">
/// The address of the connection if the container has no name, because it then shares its links with no other connection; otherwise empty.
/// </param>
internal readonly record struct LinkOwner(string Identity, string ContainerId, string Peer)
{
    public static LinkOwner Of(string identity, string containerId, string peer) =>
        new(identity, containerId, containerId.Length > 0 ? "" : peer);

    /// <summary>Returns the name of the durable subscription that a link of this owner asks for.</summary>
    public string SubscriptionOf(string link) =>
        $"{Uri.EscapeDataString(Identity)}/{Uri.EscapeDataString(ContainerId + Peer)}/{Uri.EscapeDataString(link)}";
}
