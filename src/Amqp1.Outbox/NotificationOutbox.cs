using Amqp1.Notifications;
using Microsoft.Data.Sqlite;

namespace Amqp1.Outbox;

/// <summary>The outbox of an instance.</summary>
/// <param name="table">Stores the notifications.</param>
/// <param name="composer">Writes them.</param>
/// <param name="sender">Sends them.</param>
internal sealed class NotificationOutbox(OutboxTable table, IQueuedSender composer, OutboxSender sender) : INotificationOutbox
{
    public string Add(SqliteTransaction transaction, NotificationPriority priority, string eventType, object? payload, MessagingContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        ArgumentNullException.ThrowIfNull(eventType);
        var message = composer.Compose(priority, eventType, payload, context ?? MessagingContext.Empty);
        OutboxTable.Add(transaction, priority, message);
        return message.MessageId!;
    }

    public string Add(NotificationPriority priority, string eventType, object? payload, MessagingContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(eventType);
        var message = composer.Compose(priority, eventType, payload, context ?? MessagingContext.Empty);
        table.Add(priority, message);
        sender.Wake();
        return message.MessageId!;
    }

    public void Wake() => sender.Wake();
}
