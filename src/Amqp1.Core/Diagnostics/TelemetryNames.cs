using Amqp1.Addressing;

namespace Amqp1.Diagnostics;

/// <summary>
/// The attributes of spans and metrics, with the names of the OpenTelemetry conventions (1.44). <c>docs/using/telemetry.md</c> lists them;
/// a test compares the two.
/// </summary>
internal static class TelemetryNames
{
    public const string RpcSystem = "rpc.system.name";
    public const string RpcMethod = "rpc.method";

    /// <summary>Used on spans only: in a metric, callers could create an unlimited number of label values.</summary>
    public const string RpcMethodOriginal = "rpc.method_original";

    public const string MessagingSystem = "messaging.system";
    public const string Destination = "messaging.destination.name";
    public const string OperationName = "messaging.operation.name";
    public const string OperationType = "messaging.operation.type";
    public const string MessageId = "messaging.message.id";
    public const string BatchCount = "messaging.batch.message_count";
    public const string ErrorType = "error.type";
    /// <summary>The key of the messaging instance to which a metric belongs.</summary>
    public const string Instance = "amqp1.instance";

    public const string ServerAddress = "server.address";
    public const string ServerPort = "server.port";

    /// <summary>Identifies the queue that dropped notifications.</summary>
    public const string NotificationSource = "amqp1.notifications.source";
}
