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
            : refusal.Message.Contains("queue limit", StringComparison.Ordinal)
                ? $"rabbitmqctl set_vhost_limits -p {VirtualHostOf(context)} '{{\"max-queues\": -1}}', or a limit that is large enough: each topic and each server has queues."
            : IsChannelLimit(refusal.Message) ? ChannelLimits(context)
            : "Correct the option that the text names.";
    }

    /// <summary>Returns the fix for messages that the broker does not take, drops or rejects although nothing is wrong with its queue.</summary>
    public static string NotDelivered(CheckContext context) =>
        $"rabbitmq-diagnostics alarms: free memory or disk space, because an alarm blocks all senders.\nrabbitmqctl list_policies -p {VirtualHostOf(context)}, and list_operator_policies: remove message-ttl, expires, max-length and max-length-bytes, or raise them, in policies that cover the queues of services.";

    /// <summary>Returns the fix for a connection that the broker does not open because of a limit.</summary>
    public static string ConnectionLimits(CheckContext context) =>
        $"Raise or remove max-connections of the virtual host (rabbitmqctl set_vhost_limits -p {VirtualHostOf(context)} '{{\"max-connections\": -1}}') and of the user (rabbitmqctl clear_user_limits {RefusalAdvice.UserOf(context)} max-connections).";

    /// <summary>Returns the fix for a session that the broker does not begin because of a limit.</summary>
    public static string ChannelLimits(CheckContext context) =>
        $"Raise or remove the limit of channels of the user (rabbitmqctl clear_user_limits {RefusalAdvice.UserOf(context)} max-channels) and of the broker (channel_max_per_node): a service has a session for each of its links.";

    public static bool IsChannelLimit(string reason) => reason.Contains("channel", StringComparison.OrdinalIgnoreCase) && reason.Contains("limit", StringComparison.OrdinalIgnoreCase);

    public static string VirtualHostOf(CheckContext context) => PeerText.Clean(context.Backend.Url.VirtualHost ?? "/");
}
