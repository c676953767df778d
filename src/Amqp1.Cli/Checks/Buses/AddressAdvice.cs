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
        return connection.IsRabbit
            ? "Look into the log of the broker: an exchange or queue of this name has other properties than those of the options."
            : ServerConfigurations.FixOf(RuleOf(context, destination), connection.Peer.Product);
    }

    /// <summary>Returns the fix for a link that was refused.</summary>
    public static string Refused(CheckContext context, Destination destination, ProbeRefusedException refusal)
    {
        var connection = context.OpenConnection;
        var user = context.Host.User is { Length: > 0 } name ? PeerText.Clean(name) : "anonymous";
        if (!refusal.IsUnauthorized)
        {
            return Rule(context, destination);
        }

        if (connection.IsRabbit)
        {
            return $"rabbitmqctl set_permissions -p {PeerText.Clean(context.Backend.Url.VirtualHost ?? "/")} {user} '.*' '.*' '.*'";
        }

        var rule = RuleOf(context, destination);
        return $"Permit the user {user} to send to and to consume from {rule.Prefix}{(rule.Prefix.Length > 0 ? rule.Separator : "")}* on the server.";
    }

    private static AddressRule RuleOf(CheckContext context, Destination destination)
    {
        var mode = Enum.Parse<AddressMode>(context.OpenConnection.Dialect.Name, ignoreCase: true);
        return AddressRules.Of(destination, BusSettingsFactory.Addresses(context.Backend.Options, null), mode);
    }
}
