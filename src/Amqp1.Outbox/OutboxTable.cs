using Amqp1.Dialects;
using Amqp1.Notifications;
using Microsoft.Data.Sqlite;

namespace Amqp1.Outbox;

/// <summary>
/// The table of an outbox. A position is given in the transaction that stores the notification. SQLite has one writer at a time, so
/// positions become visible in the order of the commits. Thread-safe: each method uses a connection of its own.
/// </summary>
internal sealed class OutboxTable(string connectionString)
{
    // Positions are never used twice, also if the last row was deleted.
    private const string Schema = """
        CREATE TABLE IF NOT EXISTS amqp1_outbox (
            sequence INTEGER PRIMARY KEY AUTOINCREMENT,
            message_id TEXT NOT NULL,
            publisher_id TEXT NOT NULL,
            event_type TEXT NOT NULL,
            priority INTEGER NOT NULL,
            priority_name TEXT NOT NULL,
            payload BLOB NOT NULL,
            timestamp TEXT NOT NULL,
            context BLOB NOT NULL,
            failure TEXT NULL
        )
        """;

    private const string Insertion = """
        INSERT INTO amqp1_outbox (message_id, publisher_id, event_type, priority, priority_name, payload, timestamp, context)
        VALUES ($id, $publisher, $event, $priority, $name, $payload, $timestamp, $context)
        """;

    // While another connection writes, a command waits. The thread of the pool that waits must soon be free again.
    private const int PatienceSeconds = 2;

    /// <summary>The path of the database file.</summary>
    public string Path { get; } = System.IO.Path.GetFullPath(new SqliteConnectionStringBuilder(connectionString).DataSource);

    /// <summary>
    /// Creates the table if the database does not have it. A database that did not exist gets a write-ahead log, so that readers and the
    /// writer do not wait for each other. The settings of an existing database belong to the application.
    /// </summary>
    public void Create()
    {
        var isNew = !File.Exists(Path);
        using var connection = Open();
        if (isNew)
        {
            Execute(connection, null, "PRAGMA journal_mode = WAL");
        }

        Execute(connection, null, Schema);
    }

    /// <summary>Stores a notification in a transaction of the application.</summary>
    public static void Add(SqliteTransaction transaction, NotificationPriority priority, NotificationMessage message)
    {
        var connection = transaction.Connection ?? throw new ArgumentException("The transaction has ended.", nameof(transaction));
        Execute(
            connection,
            transaction,
            Insertion,
            ("$id", message.MessageId),
            ("$publisher", message.PublisherId),
            ("$event", message.EventType),
            ("$priority", (int)priority),
            ("$name", message.Priority),
            ("$payload", message.Payload.ToArray()),
            ("$timestamp", message.Timestamp),
            ("$context", message.Context.ToArray()));
    }

    /// <summary>Stores a notification in a transaction of its own.</summary>
    public void Add(NotificationPriority priority, NotificationMessage message)
    {
        using var connection = Open();
        using var transaction = connection.BeginTransaction();
        Add(transaction, priority, message);
        transaction.Commit();
    }

    /// <summary>Returns the next notifications after a position, in order.</summary>
    public IReadOnlyList<StoredNotification> Read(long after, int count)
    {
        using var connection = Open();
        using var command = Command(
            connection,
            null,
            "SELECT sequence, message_id, publisher_id, event_type, priority, priority_name, payload, timestamp, context FROM amqp1_outbox "
            + "WHERE sequence > $after AND failure IS NULL ORDER BY sequence LIMIT $count",
            ("$after", after),
            ("$count", count));
        using var rows = command.ExecuteReader();
        var read = new List<StoredNotification>();
        while (rows.Read())
        {
            read.Add(new StoredNotification(
                rows.GetInt64(0),
                (NotificationPriority)rows.GetInt32(4),
                new NotificationMessage(
                    rows.GetString(1), rows.GetString(2), rows.GetString(3), rows.GetString(5), (byte[])rows[6], rows.GetString(7), (byte[])rows[8])));
        }

        return read;
    }

    /// <summary>
    /// Deletes the notifications at some positions. A range of positions could include one that an operator has just told to be sent again.
    /// </summary>
    public void Delete(IReadOnlyList<long> sequences)
    {
        using var connection = Open();
        Execute(
            connection,
            null,
            "DELETE FROM amqp1_outbox WHERE sequence IN (SELECT value FROM json_each($sequences))",
            ("$sequences", $"[{string.Join(',', sequences)}]"));
    }

    /// <summary>Sets a notification aside. It stays in the table, with the reason.</summary>
    public void SetAside(long sequence, string failure)
    {
        using var connection = Open();
        Execute(connection, null, "UPDATE amqp1_outbox SET failure = $failure WHERE sequence = $sequence", ("$sequence", sequence), ("$failure", failure));
    }

    /// <summary>Returns the number of notifications that wait to be sent.</summary>
    public long CountWaiting()
    {
        using var connection = Open();
        using var command = Command(connection, null, "SELECT COUNT(*) FROM amqp1_outbox WHERE failure IS NULL");
        return (long)command.ExecuteScalar()!;
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(connectionString);
        connection.Open();
        return connection;
    }

    private static void Execute(SqliteConnection connection, SqliteTransaction? transaction, string text, params (string Name, object? Value)[] values)
    {
        using var command = Command(connection, transaction, text, values);
        command.ExecuteNonQuery();
    }

    private static SqliteCommand Command(SqliteConnection connection, SqliteTransaction? transaction, string text, params (string Name, object? Value)[] values)
    {
        var command = connection.CreateCommand();
        command.CommandText = text;
        command.Transaction = transaction;
        if (transaction is null)
        {
            command.CommandTimeout = PatienceSeconds;
        }

        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        return command;
    }
}
