namespace Amqp1.Configuration;

/// <summary>Specifies the syntax of addresses.</summary>
public enum AddressingMode
{
    /// <summary>
    /// Legacy when the peer's Open contains no product or <c>qpid-cpp</c>, otherwise routable. The syntax is chosen for every connection.
    /// </summary>
    Dynamic,

    /// <summary>Addresses like <c>unicast.openstack.topic</c>, for brokers.</summary>
    Legacy,

    /// <summary>Addresses like <c>openstack.org/om/rpc/anycast/openstack/topic</c>, for routers.</summary>
    Routable,
}
