namespace Amqp1.Diagnostics;

/// <summary>Attribute names and values, as the OpenTelemetry conventions have them.</summary>
internal static class TelemetryNames
{
    public const string RpcSystem = "rpc.system.name";
    public const string RpcSystemValue = "oslo.messaging";
    public const string RpcMethod = "rpc.method";

    /// <summary>What stands in place of a method name that no endpoint has: callers must not be able to fill a label.</summary>
    public const string OtherMethod = "_OTHER";

    public const string MessagingSystem = "messaging.system";
    public const string MessagingSystemValue = "amqp";
    public const string Destination = "messaging.destination.name";
    public const string OperationName = "messaging.operation.name";
    public const string OperationType = "messaging.operation.type";
    public const string ErrorType = "error.type";
    public const string ServerAddress = "server.address";

    /// <summary>What to say in <c>error.type</c>.</summary>
    public static string ErrorOf(Exception failure) => failure switch
    {
        MessagingTimeoutException => "timeout",
        OperationCanceledException => "cancelled",
        MessageDeliveryException { Condition: { } condition } => condition,
        Rpc.RemoteErrorException remote => remote.ErrorClass,
        Rpc.DispatchException dispatch => dispatch.ErrorClass,
        { InnerException: Rpc.RemoteErrorException remote } => remote.ErrorClass,
        _ => failure.GetType().Name,
    };
}
