using Microsoft.Data.Sqlite;

namespace Amqp1.Outbox;

/// <summary>An inbox in a table of a SQLite database. Thread-safe: each method uses a connection of its own, or that of the transaction.</summary>
internal sealed class NotificationInbox : INotificationInbox
{
    private const string Schema = """
        CREATE TABLE IF NOT EXISTS amqp1_inbox (message_id TEXT PRIMARY KEY, added INTEGER NOT NULL) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS amqp1_inbox_added ON amqp1_inbox (added);
        """;

    private const string Insertion = "INSERT INTO amqp1_inbox (message_id, added) VALUES ($id, $now) ON CONFLICT DO NOTHING";
    private const string Removal = "DELETE FROM amqp1_inbox WHERE added < $before";

    private readonly InboxOptions _options;
    private readonly TimeProvider _time;
    private long _nextRemoval;

    /// <exception cref="ArgumentException">The options are not valid.</exception>
    /// <exception cref="SqliteException">The table cannot be created.</exception>
    public NotificationInbox(InboxOptions options, TimeProvider time)
    {
        string[] errors = [.. options.Errors()];
        if (errors.Length > 0)
        {
            throw new ArgumentException(string.Join(' ', errors), nameof(options));
        }

        (_options, _time) = (options, time);
        using var connection = Open();
        Execute(connection, null, Schema);
    }

    public bool TryAdd(SqliteTransaction transaction, string messageId)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        ArgumentNullException.ThrowIfNull(messageId);
        var connection = transaction.Connection ?? throw new ArgumentException("The transaction has ended.", nameof(transaction));
        var now = _time.GetUtcNow();
        RemoveOld(connection, transaction, now);
        return Execute(connection, transaction, Insertion, ("$id", messageId), ("$now", now.ToUnixTimeSeconds())) > 0;
    }

    public bool TryAdd(string messageId)
    {
        using var connection = Open();
        using var transaction = connection.BeginTransaction();
        var isNew = TryAdd(transaction, messageId);
        transaction.Commit();
        return isNew;
    }

    /// <summary>Removes IDs that are too old, a hundred times within the retention.</summary>
    private void RemoveOld(SqliteConnection connection, SqliteTransaction transaction, DateTimeOffset now)
    {
        var due = Volatile.Read(ref _nextRemoval);
        if (now.Ticks >= due && Interlocked.CompareExchange(ref _nextRemoval, (now + (_options.Retention / 100)).Ticks, due) == due)
        {
            Execute(connection, transaction, Removal, ("$before", (now - _options.Retention).ToUnixTimeSeconds()));
        }
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(_options.ConnectionString);
        connection.Open();
        return connection;
    }

    private static int Execute(SqliteConnection connection, SqliteTransaction? transaction, string text, params (string Name, object Value)[] values)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        command.Transaction = transaction;
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command.ExecuteNonQuery();
    }
}
