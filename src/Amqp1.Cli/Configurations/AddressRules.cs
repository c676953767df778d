using Amqp1.Addressing;
using Amqp1.Dialects.OsloAmqp1;

namespace Amqp1.Cli.Configurations;

/// <summary>
/// Derives the address prefixes from the addresses that the product composes, so that the printed configuration cannot differ from what
/// services use.
/// </summary>
internal static class AddressRules
{
    private const string Exchange = "e";
    private const string Topic = "t";
    private const string Server = "s";

    /// <summary>Returns the rules for one address mode.</summary>
    public static IReadOnlyList<AddressRule> Of(AddressSettings settings, AddressMode mode)
    {
        IAddressSyntax syntax = mode == AddressMode.Legacy ? new LegacySyntax(settings with { VirtualHost = null }) : new RoutableSyntax(settings with { VirtualHost = null });
        return [.. Destinations().Select(destination => Of(destination, syntax)).DistinctBy(rule => (rule.Prefix, rule.Distribution))];
    }

    /// <summary>Returns the rule that a destination needs.</summary>
    public static AddressRule Of(Destination destination, AddressSettings settings, AddressMode mode) =>
        Of(Destination.For(destination.Service, Like(destination)), mode == AddressMode.Legacy ? new LegacySyntax(settings with { VirtualHost = null }) : new RoutableSyntax(settings with { VirtualHost = null }));

    private static IEnumerable<Destination> Destinations() =>
        from service in new[] { ServiceKind.Rpc, ServiceKind.Notification }
        from pattern in new[] { Pattern.Fanout, Pattern.Server, Pattern.Shared }
        select Destination.For(service, Target(pattern));

    private static Target Like(Destination destination) => Target(destination.Pattern);

    private static Target Target(Pattern pattern) => new()
    {
        Exchange = Exchange,
        Topic = Topic,
        Server = pattern == Pattern.Server ? Server : null,
        Fanout = pattern == Pattern.Fanout,
    };

    private static AddressRule Of(Destination destination, IAddressSyntax syntax)
    {
        var separator = syntax.Mode == AddressMode.Legacy ? '.' : '/';
        var address = syntax.AddressOf(destination);

        // Everything after the prefix begins with the exchange.
        var prefix = address[..address.LastIndexOf($"{separator}{Exchange}{separator}{Topic}", StringComparison.Ordinal)];
        return new AddressRule(prefix, separator, DistributionOf(destination), PurposeOf(destination, syntax.Mode));
    }

    private static AddressDistribution DistributionOf(Destination destination) => destination.Pattern switch
    {
        Pattern.Fanout => AddressDistribution.Multicast,
        Pattern.Server => AddressDistribution.Closest,
        _ => AddressDistribution.Balanced,
    };

    private static string PurposeOf(Destination destination, AddressMode mode)
    {
        var pattern = destination.Pattern switch
        {
            Pattern.Fanout => "all servers of a topic",
            Pattern.Server => "one server",
            _ => "any server of a topic",
        };
        return mode == AddressMode.Legacy
            ? destination.Pattern == Pattern.Shared ? $"{pattern}, and notifications" : pattern
            : destination is { Service: ServiceKind.Notification, Pattern: Pattern.Shared } ? "notifications"
            : destination.Service == ServiceKind.Notification ? $"{pattern} (not used by notifications today)"
            : pattern;
    }
}
