
namespace Amqp1.Dialects.OsloAmqp1;

/// <summary>
/// The words from which addresses are composed (options of docs/spec/configuration.md#driver-options, composed as in
/// docs/spec/addressing.md).
/// </summary>
internal sealed record AddressSettings
{
    public AddressMode Mode { get; init; } = AddressMode.Dynamic;
    public string? VirtualHost { get; init; }
    public string? DefaultExchange { get; init; }
    public string? DefaultRpcExchange { get; init; }
    public string? DefaultNotificationExchange { get; init; }
    public string ServerRequestPrefix { get; init; } = "exclusive";
    public string BroadcastPrefix { get; init; } = "broadcast";
    public string GroupRequestPrefix { get; init; } = "unicast";
    public string RpcAddressPrefix { get; init; } = "openstack.org/om/rpc";
    public string NotifyAddressPrefix { get; init; } = "openstack.org/om/notify";
    public string MulticastAddress { get; init; } = "multicast";
    public string UnicastAddress { get; init; } = "unicast";
    public string AnycastAddress { get; init; } = "anycast";
}
