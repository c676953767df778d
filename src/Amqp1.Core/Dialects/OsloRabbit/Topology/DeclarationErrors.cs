using Amqp1.Dialects.OsloRabbit.Management;

namespace Amqp1.Dialects.OsloRabbit.Topology;

/// <summary>Creates the exceptions for declarations that RabbitMQ refuses (docs/spec/rabbit-topology.md#errors).</summary>
internal static class DeclarationErrors
{
    private const string TransientQueues = "transient_nonexcl_queues";

    /// <summary>A part of the text for a limit of a virtual host, which has the status of a missing permission.</summary>
    private const string Limit = "limit in vhost";
    private const string Unauthorized = "amqp:unauthorized-access";

    /// <summary>Creates the exception for an exchange or queue that differs and cannot be used.</summary>
    public static MessagingException Unusable(string kind, string name, IReadOnlyList<PropertyDifference> differences) => new(
        $"The {kind} {PeerText.Clean(name)} of RabbitMQ cannot be used, because it differs from its declaration: {string.Join(", ", differences)}. {AdviceFor(differences)}");

    /// <summary>Creates the exception for a response that is not a success.</summary>
    /// <param name="what">The refused operation, such as "the declaration of the queue q".</param>
    /// <param name="response">The response.</param>
    public static MessagingException Refused(string what, ManagementResponse response) =>
        response.Text.Contains(TransientQueues, StringComparison.Ordinal) ? Denied(what, response.Text)
        : response.Status == ManagementResponse.Forbidden && !response.Text.Contains(Limit, StringComparison.Ordinal) ? Unpermitted(what, response.Text)
        : new($"RabbitMQ refused {what}: {response.Text}.");

    /// <summary>
    /// Returns the exception for a request without a response. RabbitMQ ends the session instead of responding if the user has no
    /// permission.
    /// </summary>
    public static MessagingException Failed(string what, ManagementException failure) =>
        failure.Message.Contains(TransientQueues, StringComparison.Ordinal) ? Denied(what, failure.Message)
        : IsUnauthorized(failure) ? Unpermitted(what, failure.Message)
        : new($"RabbitMQ did not complete {what}: {failure.Message}", failure);

    public static bool IsUnauthorized(ManagementException failure) => failure.Condition == Unauthorized;

    /// <summary>Returns a sentence that names the options that describe the differences.</summary>
    public static string AdviceFor(IReadOnlyList<PropertyDifference> differences)
    {
        var options = differences.Select(difference => difference.Option).OfType<RabbitOption>().Distinct().ToArray();
        return options.Length == 0
            ? "No option corresponds to this difference; delete the object on the broker so that it is declared again."
            : $"Set {string.Join(" and ", options.Select(option => option.ToString()))} as in the rest of the deployment.";
    }

    /// <remarks>The names of the options come early, because the reason of a refused link is cut where it is logged.</remarks>
    private static MessagingException Denied(string what, string text) => new(
        $"RabbitMQ refused {what}, because it does not permit queues that are neither durable nor exclusive. "
        + $"Set {RabbitOption.DurableQueues.OsloName} or {RabbitOption.QuorumQueues.OsloName}, and {RabbitOption.TransientQuorumQueues.OsloName} for fanouts, "
        + $"in all services of the deployment (Amqp1:Rabbit:{RabbitOption.DurableQueues.Name}, {RabbitOption.QuorumQueues.Name} and "
        + $"{RabbitOption.TransientQuorumQueues.Name}), or permit {TransientQueues} on the broker. RabbitMQ says: {PeerText.Clean(text)}");

    private static MessagingException Unpermitted(string what, string text) => new(
        $"RabbitMQ refused {what}, because its user does not have the permission: {text} "
        + "Permissions are granted with rabbitmqctl set_permissions.");
}
