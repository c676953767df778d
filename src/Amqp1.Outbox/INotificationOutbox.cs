using Amqp1.Notifications;
using Microsoft.Data.Sqlite;

namespace Amqp1.Outbox;

/// <summary>
/// Stores notifications in a SQLite database and sends them in the background: in the order in which they were committed, at least once,
/// until the bus has accepted them. They survive a restart of the process and of the machine.
/// </summary>
/// <remarks>
/// Thread-safe. The methods block while they write to the database, because SQLite does. A notification that is sent again after a failure
/// has the same ID, by which listeners drop duplicates (<see cref="INotificationInbox"/>).
/// </remarks>
public interface INotificationOutbox
{
    /// <summary>
    /// Stores a notification in a transaction of the application. It is sent after the transaction was committed, and never if the
    /// transaction is rolled back. The connection of the transaction must be to the database of the outbox
    /// (<see cref="OutboxOptions.ConnectionString"/>).
    /// </summary>
    /// <param name="transaction">The transaction, which the application commits.</param>
    /// <param name="priority">The priority.</param>
    /// <param name="eventType">The type of the event, such as <c>compute.instance.create.end</c>.</param>
    /// <param name="payload">The data of the event. It is serialized as JSON.</param>
    /// <param name="context">The request context to send; null for none.</param>
    /// <returns>The ID of the notification.</returns>
    /// <exception cref="SqliteException">The database cannot be written, for example because the disk is full. Nothing was stored.</exception>
    /// <exception cref="NotSupportedException">The JSON options have no metadata for the type of the payload.</exception>
    string Add(SqliteTransaction transaction, NotificationPriority priority, string eventType, object? payload, MessagingContext? context = null);

    /// <summary>
    /// Stores a notification in a transaction of its own. It is durable when the method returns. Returns and throws as the other overload
    /// does.
    /// </summary>
    string Add(NotificationPriority priority, string eventType, object? payload, MessagingContext? context = null);

    /// <summary>
    /// Looks for committed notifications now instead of after <see cref="OutboxOptions.PollInterval"/>. Call it after the commit of a
    /// transaction. Returns at once.
    /// </summary>
    void Wake();
}
