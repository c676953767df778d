using Amqp1.Configuration;
using Microsoft.Extensions.Logging;

namespace Amqp1.Notifications;

/// <summary>The log messages of notifications. Event IDs 1200 to 1299.</summary>
internal static partial class NotificationLog
{
    [LoggerMessage(1200, LogLevel.Error, "Notification {EventType} to topic {Topic} was not delivered")]
    public static partial void NotSent(ILogger logger, string? eventType, string topic, Exception failure);

    [LoggerMessage(1201, LogLevel.Information, "A notification listener listens to {Topics}")]
    public static partial void ListenerStarted(ILogger logger, string topics);

    [LoggerMessage(1202, LogLevel.Information, "The notification listener of {Topics} has stopped")]
    public static partial void ListenerStopped(ILogger logger, string topics);

    [LoggerMessage(1203, LogLevel.Warning, "A notification at {Address} cannot be read and was rejected: {Reason}")]
    public static partial void Malformed(ILogger logger, string address, string reason);

    [LoggerMessage(1204, LogLevel.Warning, "Notification {EventType} has the unknown priority {Priority} and was accepted without being handled")]
    public static partial void UnknownPriority(ILogger logger, string? eventType, string priority);

    [LoggerMessage(1205, LogLevel.Error, "The handler of notification {EventType} failed")]
    public static partial void HandlerFailed(ILogger logger, string? eventType, Exception failure);

    [LoggerMessage(1206, LogLevel.Warning, "The notification listener of {Topics} stops although {Running} notifications have not been handled after {Waited}; the limit, from Amqp1:Notifications:DrainTimeout and HostOptions.ShutdownTimeout, is {Limit}")]
    public static partial void DrainTimedOut(ILogger logger, string topics, int running, TimeSpan waited, TimeSpan limit);

    [LoggerMessage(1207, LogLevel.Error, "The handler of a batch of {Count} notifications of topic {Topic}, priority {Priority}, failed")]
    public static partial void BatchHandlerFailed(ILogger logger, int count, string topic, string priority, Exception failure);

    [LoggerMessage(1208, LogLevel.Warning, "A handler of topic {Topic} was cancelled because its listener stops; its notifications are returned to the peer")]
    public static partial void HandlerCancelled(ILogger logger, string topic);

    [LoggerMessage(1209, LogLevel.Warning, "Notification {EventType} of {Topic} in pool {Pool} was accepted without being handled, because no endpoint of this listener handles its topic and priority in the pool")]
    public static partial void NotOfPool(ILogger logger, string? eventType, string topic, string pool);

    [LoggerMessage(1210, LogLevel.Warning, "The queue of notifications is full: {Capacity} notifications wait to be sent, and others are dropped or refused ({Mode})")]
    public static partial void QueueFull(ILogger logger, int capacity, NotificationQueueFullMode mode);

    [LoggerMessage(1211, LogLevel.Warning, "The queue of notifications has room again; {Dropped} notifications were dropped or refused")]
    public static partial void QueueHasRoom(ILogger logger, long dropped);

    [LoggerMessage(1212, LogLevel.Warning, "{Unsent} enqueued notifications were not sent before the stop")]
    public static partial void QueueNotSent(ILogger logger, int unsent);

    [LoggerMessage(1213, LogLevel.Error, "The enqueued notification {EventType} was not sent: a filter or a driver threw an exception")]
    public static partial void QueuedFailed(ILogger logger, string? eventType, Exception failure);

    [LoggerMessage(1214, LogLevel.Warning, "Notification {EventType} was refused before its handler: {Reason}")]
    public static partial void Refused(ILogger logger, string? eventType, string reason);

    [LoggerMessage(1215, LogLevel.Warning, "A batch of {Count} notifications of topic {Topic}, priority {Priority}, was refused before its handler: {Reason}")]
    public static partial void BatchRefused(ILogger logger, int count, string topic, string priority, string reason);

    [LoggerMessage(1216, LogLevel.Error, "Notification {EventType} with ID {MessageId} of topic {Topic} was sent to the dead-letter topic {DeadLetterTopic} after {Deliveries} failed deliveries")]
    public static partial void DeadLettered(ILogger logger, string? eventType, string? messageId, string? topic, string deadLetterTopic, long deliveries);

    [LoggerMessage(1217, LogLevel.Error, "Notification {EventType} with ID {MessageId} could not be sent to the dead-letter topic {DeadLetterTopic} and is returned to the peer")]
    public static partial void NotDeadLettered(ILogger logger, string? eventType, string? messageId, string deadLetterTopic, Exception failure);

    [LoggerMessage(1218, LogLevel.Warning, "Notification {EventType} with ID {MessageId} at {Address} was rejected, because its payload cannot be read from the payload store: {Reason}")]
    public static partial void PayloadUnusable(ILogger logger, string? eventType, string? messageId, string address, string reason);

    [LoggerMessage(1219, LogLevel.Warning, "Notification {EventType} with ID {MessageId} at {Address} is returned to the peer, because the payload store has failed")]
    public static partial void PayloadNotRead(ILogger logger, string? eventType, string? messageId, string address);
}
