using System.Collections.Frozen;

namespace Amqp1.Diagnostics;

/// <summary>The values of the attributes of spans and metrics.</summary>
internal static class TelemetryValues
{
    public const string RpcSystem = "oslo.messaging";

    /// <summary>Replaces a method name that no endpoint has, so that callers cannot create an unlimited number of label values.</summary>
    public const string OtherMethod = "_OTHER";

    /// <summary>
    /// Replaces the class of a remote exception that is not registered, so that peers cannot create an unlimited number of label values.
    /// </summary>
    public const string OtherError = "_OTHER";

    /// <summary>The error conditions of AMQP 1.0 (2.8.15 to 2.8.18). Their number is limited; a peer can send any other condition.</summary>
    private static readonly FrozenSet<string> StandardConditions = new[]
    {
        "amqp:internal-error", "amqp:not-found", "amqp:unauthorized-access", "amqp:decode-error", "amqp:resource-limit-exceeded", "amqp:not-allowed",
        "amqp:invalid-field", "amqp:not-implemented", "amqp:resource-locked", "amqp:precondition-failed", "amqp:resource-deleted", "amqp:illegal-state",
        "amqp:frame-size-too-small", "amqp:connection:forced", "amqp:connection:framing-error", "amqp:connection:redirect", "amqp:session:window-violation",
        "amqp:session:errant-link", "amqp:session:handle-in-use", "amqp:session:unattached-handle", "amqp:link:detach-forced",
        "amqp:link:transfer-limit-exceeded", "amqp:link:message-size-exceeded", "amqp:link:redirect", "amqp:link:stolen",
    }.ToFrozenSet(StringComparer.Ordinal);

    public const string MessagingSystem = "amqp";
    public const string Send = "send";
    public const string Process = "process";

    /// <summary>Returns the full name of a method: topic and wire name.</summary>
    public static string Method(string topic, string? method) => method is null ? OtherMethod : $"{topic}/{method}";

    /// <summary>Returns the value of <c>error.type</c> for a span.</summary>
    public static string ErrorOf(Exception failure) => failure switch
    {
        MessagingTimeoutException => "timeout",
        OperationCanceledException => "cancelled",
        MessageDeliveryException { Condition: { } condition } => condition,
        _ when OwnTypeOf(failure) is { } own => own.ErrorType,
        _ => failure.GetType().FullName ?? failure.GetType().Name,
    };

    /// <summary>
    /// Returns the value of <c>error.type</c> for a metric. The number of different values is limited, whatever peers send.
    /// </summary>
    public static string MetricErrorOf(Exception failure)
    {
        var error = ErrorOf(failure);
        var isAnybodys = failure is MessageDeliveryException { Condition: { } condition }
            ? !StandardConditions.Contains(condition)
            : OwnTypeOf(failure) is { } own && error == own.ErrorType && !own.IsOfLimitedSet(failure);
        return isAnybodys ? OtherError : error;
    }

    /// <summary>Returns the exception that determines the value: this one, or the one that it was created from.</summary>
    private static IErrorType? OwnTypeOf(Exception failure) =>
        failure as IErrorType ?? (failure.InnerException is IErrorType { AppliesToOuter: true } origin ? origin : null);
}
