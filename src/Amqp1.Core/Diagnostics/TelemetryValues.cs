namespace Amqp1.Diagnostics;

/// <summary>What stands in the attributes of spans and metrics.</summary>
internal static class TelemetryValues
{
    public const string RpcSystem = "oslo.messaging";

    /// <summary>What stands in place of a method name that no endpoint has: callers must not be able to fill a label.</summary>
    public const string OtherMethod = "_OTHER";

    public const string MessagingSystem = "amqp";
    public const string Send = "send";
    public const string Process = "process";

    /// <summary>The full name of a method: topic and wire name.</summary>
    public static string Method(string topic, string? method) => method is null ? OtherMethod : $"{topic}/{method}";

    /// <summary>What to say in <c>error.type</c>: few different values, however many errors there are.</summary>
    public static string ErrorOf(Exception failure) => failure switch
    {
        MessagingTimeoutException => "timeout",
        OperationCanceledException => "cancelled",
        MessageDeliveryException { Condition: { } condition } => condition,
        Rpc.RemoteErrorException remote => remote.ErrorClass,
        Rpc.DispatchException dispatch => dispatch.ErrorClass,
        { InnerException: Rpc.RemoteErrorException remote } => remote.ErrorClass,
        _ => failure.GetType().FullName ?? failure.GetType().Name,
    };
}
