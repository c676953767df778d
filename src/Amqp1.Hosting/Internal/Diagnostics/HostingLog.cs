using Microsoft.Extensions.Logging;

namespace Amqp1.Hosting.Internal;

/// <summary>The log messages of the host integration, with event IDs 2000 to 2099.</summary>
internal static partial class HostingLog
{
    [LoggerMessage(
        2000,
        LogLevel.Information,
        "Messaging starts, section {Section}: RPC over {RpcUrl}, notifications over {NotificationUrl}, {AddressMode} addresses; "
        + "calls wait {ResponseTimeout}, casts {SendTimeout}, notifications {NotifyTimeout}, a stop {DrainTimeout}; credit {ServerCredit} for servers, "
        + "{ListenerCredit} for listeners, {ReplyCredit} for replies; {MaxConcurrentCalls} at a time; sent settled: {PreSettled}")]
    public static partial void Starts(
        ILogger logger,
        string section,
        string rpcUrl,
        string notificationUrl,
        string addressMode,
        TimeSpan responseTimeout,
        TimeSpan sendTimeout,
        TimeSpan notifyTimeout,
        TimeSpan drainTimeout,
        int serverCredit,
        int listenerCredit,
        int replyCredit,
        int maxConcurrentCalls,
        string preSettled);

    [LoggerMessage(2001, LogLevel.Debug, "All settings of section {Section}, passwords masked: {Settings}")]
    public static partial void Settings(ILogger logger, string section, string settings);

    [LoggerMessage(2002, LogLevel.Information, "{Endpoint} serves topic {Topic} as server {Server}, version {Version}: {Methods}")]
    public static partial void Serves(ILogger logger, string endpoint, string topic, string server, string version, string methods);

    [LoggerMessage(2003, LogLevel.Information, "{Endpoint} handles notifications of topic {Topic}: {Priorities}")]
    public static partial void Handles(ILogger logger, string endpoint, string topic, string priorities);

    [LoggerMessage(2004, LogLevel.Warning, "Configuration: {Problem}")]
    public static partial void ConfigurationProblem(ILogger logger, string problem);

    [LoggerMessage(2005, LogLevel.Information, "Messaging stops: {Servers} RPC servers and {Listeners} notification listeners finish the work that they have begun")]
    public static partial void Draining(ILogger logger, int servers, int listeners);

    [LoggerMessage(
        2006,
        LogLevel.Warning,
        "Method {Method} of {Endpoint} is never called, because {First}, which takes precedence, serves the same method of topic {Topic} with the same namespace and a compatible version")]
    public static partial void MethodHidden(ILogger logger, Type endpoint, string method, string topic, Type first);

    [LoggerMessage(2007, LogLevel.Information, "{Endpoint} handles notifications of topic {Topic} in pool {Pool}: {Priorities}")]
    public static partial void HandlesInPool(ILogger logger, string endpoint, string topic, string pool, string priorities);

    [LoggerMessage(2008, LogLevel.Information, "Messaging is paused: {Servers} RPC servers and {Listeners} notification listeners finish the work that they have begun and receive no more")]
    public static partial void Paused(ILogger logger, int servers, int listeners);

    [LoggerMessage(2009, LogLevel.Information, "Messaging is resumed: {Servers} RPC servers and {Listeners} notification listeners receive again")]
    public static partial void Resumed(ILogger logger, int servers, int listeners);

    [LoggerMessage(2050, LogLevel.Warning, "{Unsent} notifications of the queue {Queue} were not sent before the stop")]
    public static partial void NotificationsLeft(ILogger logger, int unsent, string queue);

    [LoggerMessage(2051, LogLevel.Warning, "The queue {Queue} was full and dropped {Dropped} notifications since the start")]
    public static partial void NotificationsDropped(ILogger logger, string queue, long dropped);

    [LoggerMessage(2052, LogLevel.Error, "A notification of the queue {Queue} was not sent: the notifier threw an exception")]
    public static partial void QueuedNotificationFailed(ILogger logger, string queue, Exception failure);
}
