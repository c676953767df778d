using Microsoft.Data.Sqlite;

namespace Amqp1.Outbox;

/// <summary>Remembers the IDs of notifications that were handled, so that a listener can drop duplicates.</summary>
/// <remarks>
/// Thread-safe. The methods block while they write to the database, because SQLite does. IDs are forgotten after
/// <see cref="InboxOptions.Retention"/>.
/// </remarks>
public interface INotificationInbox
{
    /// <summary>
    /// Adds an ID in the transaction in which the application stores the effect of the notification, so that both are committed or neither
    /// is. The connection of the transaction must be to the database of the inbox (<see cref="InboxOptions.ConnectionString"/>).
    /// </summary>
    /// <param name="transaction">The transaction, which the application commits.</param>
    /// <param name="messageId">The ID of the notification, <c>Notification.MessageId</c>.</param>
    /// <returns>False if the inbox has the ID already: the notification is a duplicate and must not be handled again.</returns>
    /// <exception cref="SqliteException">The database cannot be written.</exception>
    bool TryAdd(SqliteTransaction transaction, string messageId);

    /// <summary>
    /// Adds an ID in a transaction of its own. If the process ends between this call and the effect of the notification, the notification
    /// is lost, because its redelivery counts as a duplicate. Returns and throws as the other overload does.
    /// </summary>
    bool TryAdd(string messageId);
}
