namespace Amqp1.Configuration;

/// <summary>The options of addresses, section <c>Amqp1:Addressing</c>. They must be the same for all peers of a bus.</summary>
public sealed class AddressingOptions
{
    /// <summary>The syntax of addresses. Default: <see cref="AddressingMode.Dynamic"/>.</summary>
    public AddressingMode Mode { get; set; }

    /// <summary>
    /// Whether the virtual host is part of every address, instead of the hostname of Open (AMQP 1.0, 2.7.1). Default: true.
    /// </summary>
    public bool PseudoVhost { get; set; } = true;

    /// <summary>The prefix for one server in legacy addresses. Default: <c>exclusive</c>.</summary>
    public string ServerRequestPrefix { get; set; } = "exclusive";

    /// <summary>The prefix for all servers in legacy addresses. Default: <c>broadcast</c>.</summary>
    public string BroadcastPrefix { get; set; } = "broadcast";

    /// <summary>The prefix for any server of a topic in legacy addresses; "unicast" means shared here. Default: <c>unicast</c>.</summary>
    public string GroupRequestPrefix { get; set; } = "unicast";

    /// <summary>The prefix of RPC in routable addresses. Default: <c>openstack.org/om/rpc</c>.</summary>
    public string RpcAddressPrefix { get; set; } = "openstack.org/om/rpc";

    /// <summary>The prefix of notifications in routable addresses. Default: <c>openstack.org/om/notify</c>.</summary>
    public string NotifyAddressPrefix { get; set; } = "openstack.org/om/notify";

    /// <summary>The part that means all servers in routable addresses. Default: <c>multicast</c>.</summary>
    public string MulticastAddress { get; set; } = "multicast";

    /// <summary>The part that means one server in routable addresses. Default: <c>unicast</c>.</summary>
    public string UnicastAddress { get; set; } = "unicast";

    /// <summary>The part that means any server of a topic in routable addresses. Default: <c>anycast</c>.</summary>
    public string AnycastAddress { get; set; } = "anycast";

    /// <summary>The exchange of notifications in routable addresses. Default: null (<see cref="Amqp1Options.ControlExchange"/>).</summary>
    public string? DefaultNotificationExchange { get; set; }

    /// <summary>
    /// The exchange of RPC targets without an exchange, in routable addresses. Default: null (<see cref="Amqp1Options.ControlExchange"/>).
    /// </summary>
    public string? DefaultRpcExchange { get; set; }

    internal AddressingOptions Clone() => (AddressingOptions)MemberwiseClone();
}
