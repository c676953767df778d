using Amqp1.Transport;
using Microsoft.Extensions.Logging;

namespace Amqp1.Broker.Diagnostics;

/// <summary>The log events of the durable store.</summary>
internal static partial class StoreLog
{
    [LoggerMessage(5060, LogLevel.Error,
        "The store {Store} cannot write: {Reason} Durable messages are refused until it can; it is tried again every second.")]
    public static partial void StoreFailed(this ILogger logger, string store, string reason);

    [LoggerMessage(5061, LogLevel.Information, "The store {Store} can write again")]
    public static partial void StoreRecovered(this ILogger logger, string store);

    [LoggerMessage(5062, LogLevel.Error, "Messages of the store {Store} could not be read: {Reason}")]
    public static partial void StoreNotRead(this ILogger logger, Exception exception, string store, string reason);

    [LoggerMessage(5063, LogLevel.Error,
        "The store {Store} is closed, and {Count} changes of messages could not be written: {Reason} Messages that were accepted by their consumers are delivered again.")]
    public static partial void StoreClosedWithLoss(this ILogger logger, string store, int count, string reason);

    [LoggerMessage(5064, LogLevel.Error, "An unexpected error occurred in the store {Store}")]
    public static partial void StoreDefect(this ILogger logger, Exception exception, string store);

    [LoggerMessage(5065, LogLevel.Error, "{Count} messages of the store {Store} are damaged and are not delivered. They are kept in its table damaged.")]
    public static partial void MessagesDamaged(this ILogger logger, string store, int count);

    [LoggerMessage(5066, LogLevel.Error, "The store {Store} is damaged. Its readable messages are copied to a new file.")]
    public static partial void StoreDamaged(this ILogger logger, string store);

    [LoggerMessage(5067, LogLevel.Error,
        "{Messages} messages of the damaged store {Store} were copied; {Unreadable} were found and could not be read. The damaged file is kept as {Kept}. Check the disk.")]
    public static partial void StoreSalvaged(this ILogger logger, string store, long messages, long unreadable, string kept);

    public static void StoredQueueWithoutRule(this ILogger logger, string queue, long messages) =>
        LogStoredQueueWithoutRule(logger, PeerText.Clean(queue), messages);

    [LoggerMessage(5068, LogLevel.Warning,
        "The store contains the queue {Queue} with {Messages} messages, but its address is not the address of a queue any more. Its messages stay in the store.")]
    private static partial void LogStoredQueueWithoutRule(ILogger logger, string queue, long messages);
}
