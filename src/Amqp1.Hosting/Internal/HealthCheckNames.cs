namespace Amqp1.Hosting.Internal;

/// <summary>How the health checks are found. Never tagged as liveness: a router that is away must not restart the service.</summary>
internal static class HealthCheckNames
{
    public static readonly string[] Tags = ["ready", "amqp1"];

    public static string RpcOf(string? key) => key is null ? "amqp1-rpc" : $"amqp1-{key}-rpc";

    public static string NotificationsOf(string? key) => key is null ? "amqp1-notify" : $"amqp1-{key}-notify";
}
