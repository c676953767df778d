namespace Amqp1.Hosting.Internal;

/// <summary>How the health checks are found. Never tagged as liveness: a router that is away must not restart the service.</summary>
internal static class HealthCheckNames
{
    public const string Rpc = "amqp1-rpc";
    public const string Notifications = "amqp1-notify";

    public static readonly string[] Tags = ["ready", "amqp1"];
}
