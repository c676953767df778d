using Amqp1.Composition;
using Amqp1.Configuration;
using Amqp1.Dialects.OsloAmqp1;

namespace Amqp1.Cli.Configurations;

/// <summary>The options for which a configuration is written.</summary>
/// <param name="Options">The options of the services.</param>
/// <param name="Addresses">The words of their addresses.</param>
/// <param name="Modes">The address modes of the services.</param>
internal sealed record ConfigurationRequest(Amqp1Options Options, AddressSettings Addresses, IReadOnlyList<AddressMode> Modes)
{
    /// <summary>The address prefixes of all modes.</summary>
    public IReadOnlyList<AddressRule> Rules => [.. Modes.SelectMany(mode => AddressRules.Of(Addresses, mode))];

    /// <summary>Creates a request.</summary>
    /// <param name="options">The options.</param>
    /// <param name="server">The router or broker.</param>
    /// <param name="mode"><c>legacy</c>, <c>routable</c> or <c>both</c>; null for the mode that services with these options choose.</param>
    public static ConfigurationRequest Create(Amqp1Options options, IServerConfiguration server, string? mode)
    {
        var addresses = BusSettingsFactory.Addresses(options, null);
        AddressMode[] modes = mode switch
        {
            "legacy" => [AddressMode.Legacy],
            "routable" => [AddressMode.Routable],
            "both" => [AddressMode.Routable, AddressMode.Legacy],
            _ => [AddressSyntax.Choose(addresses, server.Product).Mode],
        };
        return new ConfigurationRequest(options, addresses, modes);
    }
}
