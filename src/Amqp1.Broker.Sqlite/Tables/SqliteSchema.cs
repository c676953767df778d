using Amqp1.Broker.Storage;

namespace Amqp1.Broker.Sqlite.Tables;

/// <summary>The tables of a store.</summary>
internal static class SqliteSchema
{
    /// <summary>The application ID in the header of the file: "AMQ1".</summary>
    public const int Application = 0x414D5131;

    private const int Version = 1;

    // Rows are added at the end of the table whatever their queue, so a transaction writes few pages. The column "through" is the last
    // sequence number that was purged: the rows up to it are removed later, piece by piece, and do not count.
    private const string Tables = """
        CREATE TABLE queue(
            id INTEGER PRIMARY KEY, name TEXT NOT NULL, settings TEXT NOT NULL,
            messages INTEGER NOT NULL, bytes INTEGER NOT NULL, through INTEGER NOT NULL);
        CREATE TABLE deleted(id INTEGER PRIMARY KEY);
        CREATE TABLE message(
            sequence INTEGER PRIMARY KEY, queue INTEGER NOT NULL, format INTEGER NOT NULL, enqueued INTEGER NOT NULL, expires INTEGER,
            deliveries INTEGER NOT NULL, checksum INTEGER NOT NULL, payload BLOB NOT NULL);
        CREATE INDEX message_of_queue ON message(queue);
        CREATE TABLE probe(space BLOB NOT NULL);
        """;

    /// <summary>Prepares the file for use by this process alone, and creates the tables in a new file.</summary>
    public static void Open(SqliteDatabase database)
    {
        // FULL writes a transaction to the disk before it is reported. In exclusive mode, there is no shared memory, and the lock stays.
        database.Execute("""
            PRAGMA busy_timeout = 1000;
            PRAGMA page_size = 8192;
            PRAGMA locking_mode = EXCLUSIVE;
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = FULL;
            PRAGMA wal_autocheckpoint = 0;
            PRAGMA cache_size = -32000;
            BEGIN IMMEDIATE;
            """);
        if (database.Number("SELECT count(*) FROM sqlite_schema") == 0)
        {
            database.Execute(Tables);
            database.Execute($"PRAGMA application_id = {Application}; PRAGMA user_version = {Version};");
        }
        else if (database.Number("PRAGMA application_id") != Application)
        {
            throw SqliteFailures.Create(StoreFailureKind.Foreign, $"The file {database.Path} is a database of another application. Set another path.");
        }
        else if (database.Number("PRAGMA user_version") != Version)
        {
            throw SqliteFailures.Create(StoreFailureKind.Foreign, $"The file {database.Path} was written by another version of the broker. Use that version, or set another path.");
        }

        // The lock is taken by a write.
        database.Execute("PRAGMA user_version = 1; COMMIT;");
    }
}
