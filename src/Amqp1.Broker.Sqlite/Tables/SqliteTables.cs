using Amqp1.Broker.Storage;
using SQLitePCL;

namespace Amqp1.Broker.Sqlite.Tables;

/// <summary>An open store: its file, its tables and its transactions.</summary>
internal sealed class SqliteTables : IDisposable
{
    private const int TidiedAtOnce = 2000;
    private const int ProbedBytes = 64 * 1024;

    // The log is copied to the tables when it has about this size. Its disk space is used again.
    private const long LogBytes = 16 * 1024 * 1024;
    private const int RowBytes = 64;
    private readonly SqliteDatabase _database;
    private readonly SqliteStatement _begin;
    private readonly SqliteStatement _commit;
    private readonly SqliteStatement _rollback;
    private readonly SqliteStatement _pages;
    private readonly SqliteStatement _free;
    private readonly SqliteRemains _remains;
    private readonly long _pageSize;
    private readonly long? _maxBytes;
    private long? _room;
    private long _logged;

    private SqliteTables(SqliteDatabase database, long? maxBytes)
    {
        _database = database;
        _maxBytes = maxBytes;
        _pageSize = database.Number("PRAGMA page_size");
        _begin = database.Prepare("BEGIN IMMEDIATE");
        _commit = database.Prepare("COMMIT");
        _rollback = database.Prepare("ROLLBACK");
        _pages = database.Prepare("PRAGMA page_count");
        _free = database.Prepare("PRAGMA freelist_count");
        Queues = new QueueTable(database);
        Messages = new MessageTable(database, Queues);
        _remains = new SqliteRemains(database, Queues);
    }

    public QueueTable Queues { get; }

    public MessageTable Messages { get; }

    public SqliteDatabase Database => _database;

    public static SqliteTables Open(SqliteStoreSettings settings)
    {
        var database = SqliteDatabase.Open(settings.Path);
        try
        {
            SqliteSchema.Open(database);
            var tables = new SqliteTables(database, settings.MaxBytes);
            tables.Checkpoint();
            var length = new FileInfo(settings.Path).Length;
            if (length < database.Number("PRAGMA page_count") * tables._pageSize)
            {
                throw SqliteFailures.Create(settings.Path, raw.SQLITE_CORRUPT, "the end of the file is missing");
            }

            return tables;
        }
        catch
        {
            database.KeepLogOnClose();
            database.Dispose();
            throw;
        }
    }

    public StoreContents Contents() => new(
        [.. Queues.Rows.Select(row => new StoredQueue(row.Id, row.Name, row.Settings, row.Messages, row.Bytes))],
        Messages.LastSequence,
        Queues.LastId);

    public void Begin()
    {
        _begin.Run();
        _room = null;
    }

    public void Apply(in StoreOperation operation)
    {
        switch (operation.Kind)
        {
            case StoreOperationKind.CreateQueue:
                Queues.Create(operation.Queue, operation.Name!, operation.Settings!);
                break;
            case StoreOperationKind.UpdateQueue:
                if (Queues.TryGet(operation.Queue, out var updated))
                {
                    updated.Settings = operation.Settings!;
                    Queues.Change(updated);
                }

                break;
            case StoreOperationKind.DeleteQueue:
                Queues.Delete(operation.Queue);
                _remains.Look();
                break;
            case StoreOperationKind.Purge:
                if (Queues.TryGet(operation.Queue, out var purged))
                {
                    Messages.Purge(purged, operation.Sequence);
                    _remains.Look();
                }

                break;
            case StoreOperationKind.Append:
                TakeRoom(operation.Message.Payload.Length);
                Messages.Insert(operation.Message);
                break;
            case StoreOperationKind.Remove:
                Messages.Delete(operation.Sequence);
                break;
            case StoreOperationKind.SetDeliveryCount:
                Messages.SetDeliveryCount(operation.Sequence, operation.DeliveryCount);
                break;
            case StoreOperationKind.Move:
                Messages.Move(operation.Sequence, operation.Message);
                break;
            default:
                throw new ArgumentException($"The operation {operation.Kind} changes nothing.", nameof(operation));
        }

        _logged += operation.Message.Payload.Length + RowBytes;
    }

    public void Commit()
    {
        Queues.Save();
        _commit.Run();
        _logged += 2 * _pageSize;
    }

    public void Rollback()
    {
        // SQLite has already ended the transaction after some errors.
        if (raw.sqlite3_get_autocommit(_database.Handle) == 0)
        {
            _rollback.Run();
        }

        Queues.Load();
    }

    /// <summary>Writes and removes some data, if the store is below its limit.</summary>
    public void Probe()
    {
        Begin();
        TakeRoom(ProbedBytes);
        _database.Execute($"INSERT INTO probe(space) VALUES(zeroblob({ProbedBytes})); COMMIT; DELETE FROM probe;");
    }

    /// <summary>Keeps the damaged messages apart, where they are not served.</summary>
    public void Quarantine(List<long> sequences)
    {
        Begin();
        _database.Execute("CREATE TABLE IF NOT EXISTS damaged AS SELECT * FROM message WHERE false");
        using var keep = _database.Prepare("INSERT INTO damaged SELECT * FROM message WHERE sequence = ?");
        foreach (var sequence in sequences)
        {
            keep.Bind(1, sequence).Run();
            Messages.Delete(sequence);
        }

        Commit();
    }

    /// <summary>Removes a piece of what deleted and purged queues have left, and copies the log to the tables when it is long.</summary>
    public bool Tidy()
    {
        if (_logged >= LogBytes)
        {
            Checkpoint();
        }

        if (!_remains.Exist)
        {
            return false;
        }

        Begin();
        _remains.Remove(TidiedAtOnce);
        Commit();
        _logged += TidiedAtOnce * RowBytes;
        return _remains.Exist;
    }

    public void Dispose() => _database.Dispose();

    private void Checkpoint()
    {
        _database.Check(raw.sqlite3_wal_checkpoint_v2(_database.Handle, "main", raw.SQLITE_CHECKPOINT_PASSIVE, out _, out _));
        _logged = 0;
    }

    private void TakeRoom(int bytes)
    {
        if (_maxBytes is { } limit)
        {
            _room ??= limit - ((One(_pages) - One(_free)) * _pageSize);
            _room -= bytes + RowBytes;
            if (_room < 0)
            {
                throw SqliteFailures.Create(StoreFailureKind.Full, $"The store {_database.Path} has reached its limit of {limit} bytes. Consume messages, or raise StoreMaxBytes.");
            }
        }
    }

    private static long One(SqliteStatement statement)
    {
        statement.Step();
        var value = statement.Number(0);
        statement.Reset();
        return value;
    }
}
