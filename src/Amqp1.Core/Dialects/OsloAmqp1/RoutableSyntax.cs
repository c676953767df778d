using Amqp1.Addressing;

namespace Amqp1.Dialects.OsloAmqp1;

/// <summary>
/// Composes addresses for message routers: a path whose first parts distinguish RPC from notifications and specify the distribution
/// (docs/spec/addressing.md#composition).
/// </summary>
internal sealed class RoutableSyntax(AddressSettings settings) : IAddressSyntax
{
    /// <summary>The exchange that oslo.messaging uses when no exchange is configured.</summary>
    private const string LastResortExchange = "openstack";

    public AddressMode Mode => AddressMode.Routable;

    public string AddressOf(Destination destination)
    {
        if (destination.ReplyAddress is { } reply)
        {
            return reply;
        }

        var rpc = destination.Service == ServiceKind.Rpc;
        var prefix = rpc ? settings.RpcAddressPrefix : settings.NotifyAddressPrefix;
        var tag = destination.Pattern switch
        {
            Pattern.Server => settings.UnicastAddress,
            Pattern.Fanout => settings.MulticastAddress,
            _ => settings.AnycastAddress,
        };
        var exchange = destination.Exchange
            ?? AddressParts.NullIfEmpty(rpc ? settings.DefaultRpcExchange : settings.DefaultNotificationExchange)
            ?? AddressParts.NullIfEmpty(settings.DefaultExchange)
            ?? LastResortExchange;

        // The slash behind the prefix is there even if the prefix is empty.
        return AddressParts.Join('/', $"{prefix}/{tag}", settings.VirtualHost, exchange, destination.Topic, destination.Server);
    }
}
