namespace Amqp1.Addressing;

/// <summary>
/// Addresses for brokers of qpidd's kind: parts joined by dots, RPC and notifications not told apart (docs/spec/addressing.md#composition).
/// </summary>
/// <remarks>Nothing is escaped: Python does not either, and both sides have to meet at the same address.</remarks>
internal sealed class LegacySyntax(AddressSettings settings) : IAddressSyntax
{
    public AddressMode Mode => AddressMode.Legacy;

    public string AddressOf(Destination destination)
    {
        if (destination.ReplyAddress is { } reply)
        {
            return reply;
        }

        var prefix = destination.Pattern switch
        {
            Pattern.Server => settings.ServerRequestPrefix,
            Pattern.Fanout => settings.BroadcastPrefix,
            _ => settings.GroupRequestPrefix,
        };
        var exchange = destination.Exchange ?? settings.DefaultExchange;
        var last = destination.Pattern == Pattern.Fanout ? "all" : destination.Server;
        return AddressParts.Join('.', prefix, settings.VirtualHost, exchange, destination.Topic, last);
    }
}
