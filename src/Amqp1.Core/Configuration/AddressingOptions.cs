namespace Amqp1.Configuration;

/// <summary>Options of addresses, section <c>Amqp1:Addressing</c>. All peers of a bus must have the same.</summary>
public sealed class AddressingOptions
{
    /// <summary>The syntax of addresses. Default: <see cref="AddressingMode.Dynamic"/>.</summary>
    public AddressingMode Mode { get; set; }

    /// <summary>Puts the virtual host into every address, instead of into the hostname of Open (AMQP 1.0, 2.7.1). Default: true.</summary>
    public bool PseudoVhost { get; set; } = true;

    /// <summary>Legacy addresses: the prefix for one server. Default: <c>exclusive</c>.</summary>
    public string ServerRequestPrefix { get; set; } = "exclusive";

    /// <summary>Legacy addresses: the prefix for all servers. Default: <c>broadcast</c>.</summary>
    public string BroadcastPrefix { get; set; } = "broadcast";

    /// <summary>Legacy addresses: the prefix for any server of a topic; "unicast" means shared here. Default: <c>unicast</c>.</summary>
    public string GroupRequestPrefix { get; set; } = "unicast";

    /// <summary>Routable addresses: the prefix of RPC. Default: <c>openstack.org/om/rpc</c>.</summary>
    public string RpcAddressPrefix { get; set; } = "openstack.org/om/rpc";

    /// <summary>Routable addresses: the prefix of notifications. Default: <c>openstack.org/om/notify</c>.</summary>
    public string NotifyAddressPrefix { get; set; } = "openstack.org/om/notify";

    /// <summary>Routable addresses: the part that means all servers. Default: <c>multicast</c>.</summary>
    public string MulticastAddress { get; set; } = "multicast";

    /// <summary>Routable addresses: the part that means one server. Default: <c>unicast</c>.</summary>
    public string UnicastAddress { get; set; } = "unicast";

    /// <summary>Routable addresses: the part that means any server of a topic. Default: <c>anycast</c>.</summary>
    public string AnycastAddress { get; set; } = "anycast";

    /// <summary>Routable addresses: the exchange of notifications. Default: null (<see cref="Amqp1Options.ControlExchange"/>).</summary>
    public string? DefaultNotificationExchange { get; set; }

    /// <summary>Routable addresses: the exchange of RPC targets that name none. Default: null (<see cref="Amqp1Options.ControlExchange"/>).</summary>
    public string? DefaultRpcExchange { get; set; }

    internal AddressingOptions Clone() => (AddressingOptions)MemberwiseClone();
}
