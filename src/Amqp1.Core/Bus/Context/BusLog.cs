using Amqp1.Addressing;
using Microsoft.Extensions.Logging;

namespace Amqp1.Bus.Context;

/// <summary>The log messages of the bus. Event IDs 1000 to 1099.</summary>
internal static partial class BusLog
{
    [LoggerMessage(1000, LogLevel.Information, "Connected to {Host}: {Product} {Version}, {Mode} addresses")]
    public static partial void Connected(ILogger logger, string host, string? product, string? version, string mode);

    [LoggerMessage(1001, LogLevel.Warning, "Cannot connect to {Host}; the next attempt starts in {Delay}: {Reason}")]
    public static partial void ConnectFailed(ILogger logger, string host, string reason, TimeSpan delay);

    [LoggerMessage(1002, LogLevel.Warning, "The connection to {Host} was lost; the next attempt to connect starts in {Delay}: {Reason}")]
    public static partial void ConnectionLost(ILogger logger, string host, string reason, TimeSpan delay);

    [LoggerMessage(1003, LogLevel.Information, "The connection to {Host} was closed")]
    public static partial void Closed(ILogger logger, string host);

    [LoggerMessage(1004, LogLevel.Warning, "The sender link to {Destination} was closed: {Reason}")]
    public static partial void SenderLinkClosed(ILogger logger, string destination, string reason);

    [LoggerMessage(1005, LogLevel.Warning, "The receiver link at {Address} was closed: {Reason}")]
    public static partial void ReceiverLinkClosed(ILogger logger, string address, string reason);

    [LoggerMessage(1006, LogLevel.Debug, "Received a reply with correlation ID {CorrelationId} that matches no pending call")]
    public static partial void UnknownReply(ILogger logger, string correlationId);

    [LoggerMessage(1008, LogLevel.Debug, "A message could not be settled because its link was lost: {Reason}")]
    public static partial void SettlementLost(ILogger logger, string reason);

    [LoggerMessage(1013, LogLevel.Debug, "A message at {Address} was not handled: its link was lost while it waited, and the peer may deliver it again")]
    public static partial void NotHandled(ILogger logger, string address);

    [LoggerMessage(1010, LogLevel.Warning, "A message to {Destination} could not be sent within {Timeout}: {Reason}")]
    public static partial void NeverSent(ILogger logger, string destination, TimeSpan timeout, string reason);

    [LoggerMessage(1014, LogLevel.Warning, "A message to {Destination} was given up: nobody has served its address for {Grace}")]
    public static partial void Unserved(ILogger logger, string destination, TimeSpan grace);

    [LoggerMessage(1015, LogLevel.Debug, "A fanout to {Destination} reached no server: nobody has served its address for {Grace}")]
    public static partial void FanoutUnserved(ILogger logger, string destination, TimeSpan grace);

    [LoggerMessage(1011, LogLevel.Warning, "All {Limit} links to reply addresses are in use, and replies that no caller takes are dropped; Amqp1:Rpc:MaxReplyLinks is {Configured}")]
    public static partial void ReplyLinksInUse(ILogger logger, int limit, int configured);

    [LoggerMessage(1012, LogLevel.Warning, "All {Limit} sender links are in use, and messages to further destinations wait for a link; Amqp1:Connection:MaxSenderLinks is {Configured}")]
    public static partial void SenderLinksInUse(ILogger logger, int limit, int configured);

    [LoggerMessage(1009, LogLevel.Debug, "Listening at {Address}")]
    public static partial void Listening(ILogger logger, string address);
}
