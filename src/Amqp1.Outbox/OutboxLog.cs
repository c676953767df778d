using Microsoft.Extensions.Logging;

namespace Amqp1.Outbox;

/// <summary>The log messages of the outbox. Event IDs 2100 to 2149.</summary>
internal static partial class OutboxLog
{
    [LoggerMessage(2100, LogLevel.Warning, "The outbox {Path} cannot send or read a notification and tries again; {Waiting} notifications wait")]
    public static partial void Failed(ILogger logger, string path, long waiting, Exception failure);

    [LoggerMessage(2101, LogLevel.Information, "The outbox {Path} sends notifications again, after {Attempts} failed attempts")]
    public static partial void Recovered(ILogger logger, string path, int attempts);

    [LoggerMessage(2102, LogLevel.Error, "Notification {MessageId}, event type {EventType}, was set aside in the outbox {Path} and is not sent, after {Attempts} attempts")]
    public static partial void SetAside(ILogger logger, string messageId, string eventType, string path, int attempts, Exception failure);

    [LoggerMessage(2103, LogLevel.Warning, "Another process sends the notifications of the outbox {Path}; this process sends them when the other one has ended")]
    public static partial void HeldByOther(ILogger logger, string path);
}
