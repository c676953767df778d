using Amqp1.Addressing;
using Amqp1.Cli.Checks.Findings;
using Amqp1.Cli.Checks.Probing;
using Amqp1.Cli.Configurations;
using Amqp1.Composition;
using Amqp1.Dialects.OsloAmqp1;

namespace Amqp1.Cli.Checks.Buses;

/// <summary>Chooses the fix for an address that does not work as it has to.</summary>
internal static class AddressAdvice
{
    /// <summary>Returns the line of the server's configuration that gives the address its treatment.</summary>
    public static string Rule(CheckContext context, Destination destination)
    {
        var connection = context.OpenConnection;
        if (connection.IsRabbit)
        {
            return "Look into the log of the broker: an exchange or queue of this name has other properties than those of the options.\n" + RabbitAdvice.NotDelivered(context);
        }

        var rule = RuleOf(context, destination);
        var fix = ServerConfigurations.FixOf(rule, connection.Peer.Product);
        return context.Backend.Url.VirtualHost is { Length: > 0 } virtualHost && connection.Peer.Product == "qpid-dispatch-router"
            ? $"{fix}\nIf the listener has multiTenant: true, the prefix is {PeerText.Clean(virtualHost)}/{rule.Prefix}"
            : fix;
    }

    /// <summary>Returns the fix for a link that was refused.</summary>
    public static string Refused(CheckContext context, Destination destination, ProbeRefusedException refusal)
    {
        var connection = context.OpenConnection;
        if (connection.IsRabbit)
        {
            return refusal.IsUnauthorized
                ? $"rabbitmqctl set_permissions -p {RabbitAdvice.VirtualHostOf(context)} {RefusalAdvice.UserOf(context)} '.*' '.*' '.*'"
                : Rule(context, destination);
        }

        var rule = RuleOf(context, destination);
        var addresses = $"{rule.Prefix}{(rule.Prefix.Length > 0 ? rule.Separator : "")}*";
        return RefusalAdvice.Of(context, $"{refusal.Condition} {refusal.Message}", addresses)
            ?? (refusal.IsUnauthorized ? $"Permit the user {RefusalAdvice.UserOf(context)} to send to and to consume from {addresses} on the server." : Rule(context, destination));
    }

    /// <summary>Returns the fix for messages that the peer does not take or does not deliver although there are consumers.</summary>
    public static string NotDelivered(CheckContext context, Destination destination) => context.OpenConnection.Peer.Product switch
    {
        "qpid-dispatch-router" or "skupper-router" =>
            $"{Rule(context, destination)}\nIf the address is configured like this: remove waypoint: yes and autoLinks for it, and write the port of a listener with role: normal in the transport URL.",
        "qpid-cpp" => $"{Rule(context, destination)}\nIf the pattern is there: permit the user to publish to and to consume from it in the file of acl-file.",
        _ => Rule(context, destination),
    };

    private static AddressRule RuleOf(CheckContext context, Destination destination)
    {
        var mode = Enum.Parse<AddressMode>(context.OpenConnection.Dialect.Name, ignoreCase: true);
        return AddressRules.Of(destination, BusSettingsFactory.Addresses(context.Backend.Options, null), mode);
    }
}
