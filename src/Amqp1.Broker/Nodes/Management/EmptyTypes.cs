namespace Amqp1.Broker.Nodes.Management;

/// <summary>Types of qpid-dispatch without entities here, so that its tools find them empty: this broker is not part of a network.</summary>
internal static class EmptyTypes
{
    private static readonly string[] Names =
    [
        "org.apache.qpid.dispatch.router.node",
        "org.apache.qpid.dispatch.allocator",
        "org.apache.qpid.dispatch.router.config.autoLink",
        "org.apache.qpid.dispatch.router.config.linkRoute",
        "org.apache.qpid.dispatch.vhost",
        "org.apache.qpid.dispatch.vhostStats",
    ];

    public static IEnumerable<EntityType> Create() =>
        Names.Select(name => new EntityType<string>(name, static () => [], static entity => entity, static entity => entity, []));
}
