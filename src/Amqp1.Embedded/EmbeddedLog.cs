using Microsoft.Extensions.Logging;

namespace Amqp1.Embedded;

/// <summary>
/// Everything the router logs: events 5000 to 5999. Texts that a peer has chosen, such as names of links and addresses, are cleaned here.
/// </summary>
internal static partial class EmbeddedLog
{
    [LoggerMessage(5000, LogLevel.Information, "Embedded AMQP 1.0 router {ContainerId} listens on {TransportUrl}.")]
    public static partial void Listening(this ILogger logger, string containerId, string transportUrl);

    [LoggerMessage(5001, LogLevel.Information, "Embedded AMQP 1.0 router {ContainerId} has stopped.")]
    public static partial void Stopped(this ILogger logger, string containerId);

    [LoggerMessage(5002, LogLevel.Warning, "A connection could not be accepted.")]
    public static partial void AcceptFailed(this ILogger logger, Exception exception);

    [LoggerMessage(5010, LogLevel.Debug, "Connection from {Peer}.")]
    public static partial void Connected(this ILogger logger, string peer);

    public static void Opened(this ILogger logger, string peer, string containerId) =>
        LogOpened(logger, peer, PeerText.Clean(containerId));

    [LoggerMessage(5011, LogLevel.Debug, "Connection {Peer} is open, container {ContainerId}.")]
    private static partial void LogOpened(ILogger logger, string peer, string containerId);

    [LoggerMessage(5012, LogLevel.Debug, "Connection {Peer} has ended.")]
    public static partial void Ended(this ILogger logger, string peer);

    [LoggerMessage(5013, LogLevel.Debug, "Connection {Peer} was lost.")]
    public static partial void ConnectionLost(this ILogger logger, Exception exception, string peer);

    public static void Closing(this ILogger logger, string peer, string condition, string description) =>
        LogClosing(logger, peer, PeerText.Clean(condition), PeerText.Clean(description));

    [LoggerMessage(5014, LogLevel.Warning, "Connection {Peer} is closed by the router: {Condition}, {Description}")]
    private static partial void LogClosing(ILogger logger, string peer, string condition, string description);

    [LoggerMessage(5015, LogLevel.Warning, "Connection {Peer} did not open an AMQP connection in time.")]
    public static partial void NotOpened(this ILogger logger, string peer);

    public static void Refused(this ILogger logger, string peer, string reason) =>
        LogRefused(logger, peer, PeerText.Clean(reason));

    [LoggerMessage(5016, LogLevel.Warning, "Connection {Peer} was refused: {Reason}")]
    private static partial void LogRefused(ILogger logger, string peer, string reason);

    [LoggerMessage(5017, LogLevel.Error, "Connection {Peer} is closed after an unexpected error in the router.")]
    public static partial void Unexpected(this ILogger logger, Exception exception, string peer);

    [LoggerMessage(5018, LogLevel.Debug, "Connection {Peer} is closed because the router stops.")]
    public static partial void Stopping(this ILogger logger, string peer);

    public static void Authenticated(this ILogger logger, string peer, string mechanism, string identity) =>
        LogAuthenticated(logger, peer, mechanism, PeerText.Clean(identity));

    [LoggerMessage(5019, LogLevel.Debug, "Connection {Peer} is authenticated by {Mechanism} as {Identity}.")]
    private static partial void LogAuthenticated(ILogger logger, string peer, string mechanism, string identity);

    [LoggerMessage(5023, LogLevel.Warning, "Connection {Peer} is dropped: more than {Bytes} bytes wait for it, and it does not read.")]
    public static partial void NotReading(this ILogger logger, string peer, int bytes);

    public static void SessionEnded(this ILogger logger, string peer, string condition, string description) =>
        LogSessionEnded(logger, peer, PeerText.Clean(condition), PeerText.Clean(description));

    [LoggerMessage(5020, LogLevel.Warning, "A session of {Peer} is ended by the router: {Condition}, {Description}")]
    private static partial void LogSessionEnded(ILogger logger, string peer, string condition, string description);

    public static void LinkDetached(this ILogger logger, string link, string peer, string condition, string description) =>
        LogLinkDetached(logger, PeerText.Clean(link), peer, PeerText.Clean(condition), PeerText.Clean(description));

    [LoggerMessage(5021, LogLevel.Warning, "Link {Link} of {Peer} is detached by the router: {Condition}, {Description}")]
    private static partial void LogLinkDetached(ILogger logger, string link, string peer, string condition, string description);

    public static void LinkAttached(this ILogger logger, string link, string peer, string address) =>
        LogLinkAttached(logger, PeerText.Clean(link), peer, PeerText.Clean(address));

    [LoggerMessage(5022, LogLevel.Debug, "Link {Link} of {Peer} is attached to {Address}.")]
    private static partial void LogLinkAttached(ILogger logger, string link, string peer, string address);

    public static void MessagesLost(this ILogger logger, int count, string address) =>
        LogMessagesLost(logger, count, PeerText.Clean(address));

    [LoggerMessage(5030, LogLevel.Warning, "{Count} pre-settled messages to {Address} are lost: no consumer is left.")]
    private static partial void LogMessagesLost(ILogger logger, int count, string address);

    [LoggerMessage(5031, LogLevel.Warning, "{Count} pre-settled messages are lost: their time-to-live is over and no consumer has taken them.")]
    public static partial void MessagesExpired(this ILogger logger, int count);

    public static void MessagesReturned(this ILogger logger, int count, string address) =>
        LogMessagesReturned(logger, count, PeerText.Clean(address));

    [LoggerMessage(5032, LogLevel.Debug, "{Count} messages to {Address} went back to their senders: nobody consumes from it.")]
    private static partial void LogMessagesReturned(ILogger logger, int count, string address);
}
