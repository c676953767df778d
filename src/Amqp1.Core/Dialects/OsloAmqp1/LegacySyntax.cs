using Amqp1.Addressing;

namespace Amqp1.Dialects.OsloAmqp1;

/// <summary>
/// Composes addresses for brokers like qpidd. The parts are separated by dots, and RPC and notifications are not distinguished
/// (docs/spec/addressing.md#composition).
/// </summary>
/// <remarks>Nothing is escaped, because Python does not escape either and both sides must use the same address.</remarks>
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
