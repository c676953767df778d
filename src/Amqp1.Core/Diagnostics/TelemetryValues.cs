using Amqp1.Rpc;
using Amqp1.Wire;

namespace Amqp1.Diagnostics;

/// <summary>What stands in the attributes of spans and metrics.</summary>
internal static class TelemetryValues
{
    public const string RpcSystem = "oslo.messaging";

    /// <summary>What stands in place of a method name that no endpoint has: callers must not be able to fill a label.</summary>
    public const string OtherMethod = "_OTHER";

    /// <summary>The same in place of the class of a remote exception that nobody has registered: peers must not be able to either.</summary>
    public const string OtherError = "_OTHER";

    public const string MessagingSystem = "amqp";
    public const string Send = "send";
    public const string Process = "process";

    /// <summary>The full name of a method: topic and wire name.</summary>
    public static string Method(string topic, string? method) => method is null ? OtherMethod : $"{topic}/{method}";

    /// <summary>What to say in <c>error.type</c> of a span.</summary>
    public static string ErrorOf(Exception failure) => failure switch
    {
        MessagingTimeoutException => "timeout",
        OperationCanceledException => "cancelled",
        MessageDeliveryException { Condition: { } condition } => condition,
        DispatchException dispatch => dispatch.ErrorClass,
        WireFormatException => WireFormatException.Condition,
        _ when RemoteOf(failure) is { } remote => remote.ErrorClass,
        _ => failure.GetType().FullName ?? failure.GetType().Name,
    };

    /// <summary>The same for metrics: few different values, whatever peers send.</summary>
    public static string MetricErrorOf(Exception failure)
    {
        var error = ErrorOf(failure);
        var isAnybodys = failure is MessageDeliveryException { Condition: { } condition }
            ? !condition.StartsWith("amqp:", StringComparison.Ordinal)
            : RemoteOf(failure) is { } remote && error == remote.ErrorClass && !RemoteExceptionRegistry.IsKnown(failure, remote);
        return isAnybodys ? OtherError : error;
    }

    private static RemoteErrorException? RemoteOf(Exception failure) => failure as RemoteErrorException ?? failure.InnerException as RemoteErrorException;
}
