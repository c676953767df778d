using Microsoft.Extensions.Logging;

namespace Amqp1.Rpc;

/// <summary>The log messages of RPC. Event IDs 1100 to 1199.</summary>
internal static partial class RpcLog
{
    [LoggerMessage(1100, LogLevel.Information, "RPC server {Server} serves topic {Topic}")]
    public static partial void ServerStarted(ILogger logger, string? server, string? topic);

    [LoggerMessage(1101, LogLevel.Information, "RPC server {Server} of topic {Topic} has stopped")]
    public static partial void ServerStopped(ILogger logger, string? server, string? topic);

    [LoggerMessage(1102, LogLevel.Warning, "A request at {Address} cannot be read and was rejected: {Reason}")]
    public static partial void MalformedRequest(ILogger logger, string address, string reason);

    [LoggerMessage(1103, LogLevel.Error, "Method {Method} failed")]
    public static partial void MethodFailed(ILogger logger, string method, Exception failure);

    [LoggerMessage(1104, LogLevel.Warning, "A request at {Address} cannot be dispatched: {Reason}")]
    public static partial void NotDispatched(ILogger logger, string address, string reason);

    [LoggerMessage(1105, LogLevel.Debug, "The reply to {Address} was not delivered: {Reason}")]
    public static partial void ReplyFailed(ILogger logger, string address, string reason);

    [LoggerMessage(1106, LogLevel.Warning, "RPC server {Server} of topic {Topic} stops although {Running} requests have not finished after {Waited}; the limit, from Amqp1:Rpc:DrainTimeout and HostOptions.ShutdownTimeout, is {Limit}")]
    public static partial void DrainTimedOut(ILogger logger, string? server, string? topic, int running, TimeSpan waited, TimeSpan limit);

    [LoggerMessage(1107, LogLevel.Debug, "Method {Method} failed with an exception that its contract expects: {Error} {Reason}")]
    public static partial void ExpectedFailure(ILogger logger, string method, string error, string reason);

    [LoggerMessage(1108, LogLevel.Debug, "A request at {Address} cannot be dispatched, and the name of its method says to ignore that: {Reason}")]
    public static partial void NotDispatchedAsExpected(ILogger logger, string address, string reason);

    [LoggerMessage(1109, LogLevel.Warning, "Method {Method} was cancelled because the deadline of its request passed; no reply is sent")]
    public static partial void MethodTimedOut(ILogger logger, string method);

    [LoggerMessage(1110, LogLevel.Warning, "Exceptions of the modules {Modules} are registered, but Amqp1:Rpc:AllowedRemoteExceptionModules does not allow them; callers get a RemoteErrorException instead")]
    public static partial void ModulesNotAllowed(ILogger logger, string modules);

    [LoggerMessage(1111, LogLevel.Warning, "Amqp1:Rpc:PingEnabled has no effect on topic {Topic}: an endpoint already has the method oslo_rpc_server_ping")]
    public static partial void PingTaken(ILogger logger, string? topic);

    [LoggerMessage(1112, LogLevel.Warning, "The reply to {Address} is too large for its peer; the caller gets an error instead: {Reason}")]
    public static partial void ReplyTooLarge(ILogger logger, string address, string reason);

    [LoggerMessage(1113, LogLevel.Warning, "The error that replaces a reply that was too large was not delivered to {Address}: {Reason}")]
    public static partial void SubstituteFailed(ILogger logger, string address, string reason);

    [LoggerMessage(1114, LogLevel.Warning, "Method {Method} ended {Late} after the deadline of its caller; no reply is sent")]
    public static partial void MethodEndedLate(ILogger logger, string method, TimeSpan late);

    [LoggerMessage(1115, LogLevel.Warning, "Method {Method} was cancelled because its server stops")]
    public static partial void MethodCancelled(ILogger logger, string method);

    [LoggerMessage(1116, LogLevel.Warning, "A request at {Address} cannot be read; its caller gets an error: {Reason}")]
    public static partial void MalformedRequestAnswered(ILogger logger, string address, string reason);

    [LoggerMessage(1117, LogLevel.Warning, "A request at {Address} was delivered again and is not served a second time: its unique ID is {UniqueId}")]
    public static partial void RequestRepeated(ILogger logger, string address, string uniqueId);

    [LoggerMessage(1118, LogLevel.Debug, "Method {Method} was cancelled by its caller; no reply is sent")]
    public static partial void CancelledByCaller(ILogger logger, string method);

    [LoggerMessage(1119, LogLevel.Debug, "A request at {Address} was cancelled by its caller before it began")]
    public static partial void CancelledBeforeBegin(ILogger logger, string address);

    [LoggerMessage(1120, LogLevel.Debug, "Cancellations of calls are not received any more: {Reason}")]
    public static partial void CancellationsRefused(ILogger logger, string reason);

    [LoggerMessage(1121, LogLevel.Warning, "Amqp1:Rpc:DescribeEnabled has no effect on topic {Topic}: an endpoint already has the method amqp1_describe")]
    public static partial void DescribeTaken(ILogger logger, string? topic);
}
