using Amqp1.Cli.Checks.Findings;

namespace Amqp1.Cli.Checks.Buses;

/// <summary>Chooses the fix for an exchange or queue that RabbitMQ refuses.</summary>
internal static class RabbitAdvice
{
    public static string FixOf(CheckContext context, MessagingException refusal)
    {
        var user = context.Host.User is { Length: > 0 } name ? PeerText.Clean(name) : "guest";
        return refusal.Message.Contains("does not have the permission", StringComparison.Ordinal)
            ? $"rabbitmqctl set_permissions -p {PeerText.Clean(context.Backend.Url.VirtualHost ?? "/")} {user} '.*' '.*' '.*'\nOr name a topic that the user may use: --probe-topic TOPIC"
            : refusal.Message.Contains("neither durable nor exclusive", StringComparison.Ordinal)
                ? context.Settings.LineOf("Rabbit:QuorumQueues", "true") + "\n" + context.Settings.LineOf("Rabbit:TransientQuorumQueues", "true")
            : "Correct the option that the text names.";
    }
}
