using Amqp1.Cli.Checks.Findings;

namespace Amqp1.Cli.Checks.Buses;

/// <summary>Chooses the fix for an exchange or queue that RabbitMQ refuses.</summary>
internal static class RabbitAdvice
{
    public static string FixOf(CheckContext context, MessagingException refusal)
    {
        var user = context.Host.User is { Length: > 0 } name ? PeerText.Clean(name) : "guest";
        return Has("queue limit")
            ? $"rabbitmqctl set_vhost_limits -p {VirtualHostOf(context)} '{{\"max-queues\": -1}}', or a limit that is large enough: each topic and each server has queues."
            : Has("does not have the permission")
                ? $"rabbitmqctl set_permissions -p {VirtualHostOf(context)} {user} '.*' '.*' '.*'\nOr name a topic that the user may use: --probe-topic TOPIC"
            : Has("neither durable nor exclusive")
                ? context.Settings.LineOf("Rabbit:QuorumQueues", "true") + "\n" + context.Settings.LineOf("Rabbit:TransientQuorumQueues", "true")
            : "Correct the option that the text names.";

        bool Has(string text) => refusal.Message.Contains(text, StringComparison.Ordinal);
    }

    /// <summary>Returns the fix for messages that the broker does not take, drops or rejects although nothing is wrong with its queue.</summary>
    public static string NotDelivered(CheckContext context) =>
        $"rabbitmq-diagnostics alarms: free memory or disk space, because an alarm blocks all senders.\nrabbitmqctl list_policies -p {VirtualHostOf(context)}, and list_operator_policies: remove message-ttl, expires, max-length and max-length-bytes, or raise them, in policies that cover the queues of services.";

    /// <summary>Returns the fix for a connection that the broker does not open because of a limit.</summary>
    public static string ConnectionLimits(CheckContext context) =>
        $"Raise or remove max-connections of the virtual host (rabbitmqctl set_vhost_limits -p {VirtualHostOf(context)} '{{\"max-connections\": -1}}') and of the user (rabbitmqctl clear_user_limits {RefusalAdvice.UserOf(context)} max-connections).";

    public static string VirtualHostOf(CheckContext context) => PeerText.Clean(context.Backend.Url.VirtualHost ?? "/");
}
