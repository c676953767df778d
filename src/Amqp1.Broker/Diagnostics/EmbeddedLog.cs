using Microsoft.Extensions.Logging;

namespace Amqp1.Broker.Diagnostics;

/// <summary>
/// The log messages of the router, with event IDs 5000 to 5999. Texts from a peer, such as link names and addresses, are sanitized here.
/// </summary>
internal static partial class EmbeddedLog
{
    [LoggerMessage(5000, LogLevel.Information, "Embedded AMQP 1.0 router {ContainerId} listens on {TransportUrl}")]
    public static partial void Listening(this ILogger logger, string containerId, string transportUrl);

    [LoggerMessage(5001, LogLevel.Information, "Embedded AMQP 1.0 router {ContainerId} has stopped")]
    public static partial void Stopped(this ILogger logger, string containerId);

    [LoggerMessage(5002, LogLevel.Warning, "A connection could not be accepted")]
    public static partial void AcceptFailed(this ILogger logger, Exception exception);

    [LoggerMessage(5003, LogLevel.Warning,
        "{Count} connections were closed on accept since this event was last logged, because the router has reached its limit of {Most} connections. Raise MaxConnections.")]
    public static partial void Surplus(this ILogger logger, int count, int most);

    [LoggerMessage(5004, LogLevel.Warning,
        "{Count} connections that were not open were closed to make room since this event was last logged. The limits are {MostUnopened} connections that are not open and {Most} connections in total. "
        + "Find the peers that connect and do not open the connection, or raise MaxUnopenedConnections or MaxConnections.")]
    public static partial void UnopenedDropped(this ILogger logger, int count, int mostUnopened, int most);

    [LoggerMessage(5005, LogLevel.Warning,
        "MaxConnections is {Configured}, but the router accepts only {Most} connections, because the process may open {Limit} file descriptors. Raise that limit (ulimit -n, LimitNOFILE) or lower MaxConnections.")]
    public static partial void FewDescriptors(this ILogger logger, int configured, int most, long limit);

    [LoggerMessage(5006, LogLevel.Warning,
        "The embedded router listens on {Host}, which other machines can reach, and accepts every client. Set Users and AllowAnonymous = false, or listen on 127.0.0.1.")]
    public static partial void OpenToAll(this ILogger logger, string host);

    [LoggerMessage(5007, LogLevel.Warning,
        "The embedded router listens on {Host}, which other machines can reach, and every user may use every address. Set Access, or listen on 127.0.0.1.")]
    public static partial void NoRules(this ILogger logger, string host);

    [LoggerMessage(5010, LogLevel.Debug, "Accepted a connection from {Peer}")]
    public static partial void Connected(this ILogger logger, string peer);

    public static void Opened(this ILogger logger, string peer, string containerId) =>
        LogOpened(logger, peer, PeerText.Clean(containerId));

    [LoggerMessage(5011, LogLevel.Debug, "Connection {Peer} is open, container {ContainerId}")]
    private static partial void LogOpened(ILogger logger, string peer, string containerId);

    [LoggerMessage(5012, LogLevel.Debug, "Connection {Peer} has ended")]
    public static partial void Ended(this ILogger logger, string peer);

    [LoggerMessage(5013, LogLevel.Debug, "Connection {Peer} was lost")]
    public static partial void ConnectionLost(this ILogger logger, Exception exception, string peer);

    public static void Closing(this ILogger logger, string peer, string condition, string description) =>
        LogClosing(logger, peer, PeerText.Clean(condition), PeerText.Clean(description));

    [LoggerMessage(5014, LogLevel.Warning, "Connection {Peer} is closed by the router: {Condition}, {Description}")]
    private static partial void LogClosing(ILogger logger, string peer, string condition, string description);

    [LoggerMessage(5015, LogLevel.Warning, "Connection {Peer} did not open an AMQP connection in time")]
    public static partial void NotOpened(this ILogger logger, string peer);

    public static void Refused(this ILogger logger, string peer, string reason) =>
        LogRefused(logger, peer, PeerText.Clean(reason));

    [LoggerMessage(5016, LogLevel.Warning, "Connection {Peer} was refused: {Reason}")]
    private static partial void LogRefused(ILogger logger, string peer, string reason);

    [LoggerMessage(5017, LogLevel.Error, "Connection {Peer} is closed after an unexpected error in the router")]
    public static partial void Unexpected(this ILogger logger, Exception exception, string peer);

    [LoggerMessage(5018, LogLevel.Debug, "Connection {Peer} is closed as intended: {Description}")]
    public static partial void Stopping(this ILogger logger, string peer, string description);

    public static void Authenticated(this ILogger logger, string peer, string mechanism, string identity) =>
        LogAuthenticated(logger, peer, mechanism, PeerText.Clean(identity));

    [LoggerMessage(5019, LogLevel.Debug, "Connection {Peer} is authenticated by {Mechanism} as {Identity}")]
    private static partial void LogAuthenticated(ILogger logger, string peer, string mechanism, string identity);

    [LoggerMessage(5023, LogLevel.Warning, "Connection {Peer} is aborted: the peer does not read, and more than {Bytes} bytes are waiting for it")]
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

    [LoggerMessage(5022, LogLevel.Debug, "Link {Link} of {Peer} is attached to {Address}")]
    private static partial void LogLinkAttached(ILogger logger, string link, string peer, string address);

    public static void MessagesRefused(this ILogger logger, int count, string peer, string user) =>
        LogMessagesRefused(logger, count, peer, PeerText.Clean(user));

    [LoggerMessage(5024, LogLevel.Warning,
        "{Count} messages were refused since this event was last logged, because their senders may not send to the addresses in the messages. The last of them came from {Peer}, user {User}.")]
    private static partial void LogMessagesRefused(ILogger logger, int count, string peer, string user);

    [LoggerMessage(5025, LogLevel.Error, "Deferred work of the embedded router failed")]
    public static partial void ChoreFailed(this ILogger logger, Exception exception);

    public static void SlowSubscriber(this ILogger logger, string link, string peer, string address, string reason, int count) =>
        LogSlowSubscriber(logger, PeerText.Clean(link), peer, PeerText.Clean(address), PeerText.Clean(reason), count);

    [LoggerMessage(5026, LogLevel.Warning,
        "Link {Link} of {Peer}, a consumer of the multicast address {Address}, is detached: {Reason}. {Count} messages that were waiting for it are dropped. "
        + "Find out why the consumer accepts no messages, or raise SlowSubscriberTimeout or SlowSubscriberBytes.")]
    private static partial void LogSlowSubscriber(ILogger logger, string link, string peer, string address, string reason, int count);

    [LoggerMessage(5027, LogLevel.Warning,
        "The embedded router holds {Held} of at most {Most} bytes. Senders get no further credit until half of the limit is free. "
        + "Find consumers that do not accept or settle their messages, or raise MaxHeldBytes.")]
    public static partial void MemoryPressed(this ILogger logger, long held, long most);

    [LoggerMessage(5028, LogLevel.Information, "The embedded router holds {Held} of at most {Most} bytes. Senders get credit again.")]
    public static partial void MemoryRelieved(this ILogger logger, long held, long most);

    [LoggerMessage(5029, LogLevel.Warning,
        "{Count} messages, links or sessions were refused since this event was last logged, because the embedded router holds {Held} of at most {Most} bytes. Raise MaxHeldBytes.")]
    public static partial void MemoryFull(this ILogger logger, int count, long held, long most);

    public static void MessagesLost(this ILogger logger, int count, string address) =>
        LogMessagesLost(logger, count, PeerText.Clean(address));

    [LoggerMessage(5030, LogLevel.Warning, "{Count} pre-settled messages to {Address} are lost, because the address has no consumer")]
    private static partial void LogMessagesLost(ILogger logger, int count, string address);

    [LoggerMessage(5031, LogLevel.Warning, "{Count} pre-settled messages are lost, because their time-to-live expired before a consumer accepted them")]
    public static partial void MessagesExpired(this ILogger logger, int count);

    public static void MessagesReturned(this ILogger logger, int count, string address) =>
        LogMessagesReturned(logger, count, PeerText.Clean(address));

    [LoggerMessage(5032, LogLevel.Debug, "{Count} messages to {Address} were returned to their senders, because the address has no consumer")]
    private static partial void LogMessagesReturned(ILogger logger, int count, string address);

    public static void Managed(this ILogger logger, string user, string peer, string operation, string type, string entity, int status) =>
        LogManaged(logger, PeerText.Clean(user), peer, PeerText.Clean(operation), type, PeerText.Clean(entity), status);

    [LoggerMessage(5080, LogLevel.Information, "{User} at {Peer} requested {Operation} of {Type} {Entity} over $management. The status is {Status}.")]
    private static partial void LogManaged(ILogger logger, string user, string peer, string operation, string type, string entity, int status);

    public static void ManagementForbidden(this ILogger logger, int count, string user, string peer, string operation, string type) =>
        LogManagementForbidden(logger, count, PeerText.Clean(user), peer, PeerText.Clean(operation), type);

    [LoggerMessage(5081, LogLevel.Warning,
        "{Count} changes over $management were refused since this event was last logged, because the requester has no access rule with Manage. "
        + "The last request was {Operation} of {Type} by {User} at {Peer}.")]
    private static partial void LogManagementForbidden(ILogger logger, int count, string user, string peer, string operation, string type);

    public static void ManagementFailed(this ILogger logger, Exception exception, string operation, string peer) =>
        LogManagementFailed(logger, exception, PeerText.Clean(operation), peer);

    [LoggerMessage(5082, LogLevel.Error, "The operation {Operation} of {Peer} over $management failed unexpectedly")]
    private static partial void LogManagementFailed(ILogger logger, Exception exception, string operation, string peer);
}
