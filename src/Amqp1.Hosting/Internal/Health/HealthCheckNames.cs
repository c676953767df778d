namespace Amqp1.Hosting.Internal;

/// <summary>
/// The names and tags of the health checks. They are never tagged as liveness checks, because a lost router must not restart the service.
/// </summary>
internal static class HealthCheckNames
{
    public static readonly string[] Tags = ["ready", "amqp1"];

    public static string RpcOf(string? key) => key is null ? "amqp1-rpc" : $"amqp1-{key}-rpc";

    public static string NotificationsOf(string? key) => key is null ? "amqp1-notify" : $"amqp1-{key}-notify";
}
