using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Amqp1.Broker.Sqlite.Tables;

/// <summary>An open SQLite file. Its errors are thrown as <see cref="Amqp1.Broker.Storage.StoreException"/>. Used by one thread at a time.</summary>
internal sealed class SqliteDatabase : IDisposable
{
    private const int KeepsLogOnClose = 1006;
    private readonly SqliteConnection _connection;
    private readonly List<SqliteStatement> _statements = [];

    private SqliteDatabase(string path, SqliteConnection connection)
    {
        Path = path;
        _connection = connection;
    }

    public string Path { get; }

    /// <summary>The connection of the native library.</summary>
    public sqlite3 Handle => _connection.Handle!;

    /// <summary>The number of rows that the last statement has changed.</summary>
    public int Changes => raw.sqlite3_changes(Handle);

    /// <summary>Opens the file. It is not read or locked yet.</summary>
    public static SqliteDatabase Open(string path, SqliteOpenMode mode = SqliteOpenMode.ReadWriteCreate)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false }.ToString());
        try
        {
            connection.Open();
            var database = new SqliteDatabase(path, connection);
            raw.sqlite3_extended_result_codes(database.Handle, 1);
            return database;
        }
        catch (SqliteException exception)
        {
            connection.Dispose();
            throw SqliteFailures.Create(path, exception.SqliteErrorCode, exception.Message);
        }
    }

    /// <summary>Prepares a statement, which is used again until the database is closed.</summary>
    public SqliteStatement Prepare(string sql)
    {
        Check(raw.sqlite3_prepare_v3(Handle, sql, raw.SQLITE_PREPARE_PERSISTENT, out var statement));
        var prepared = new SqliteStatement(this, statement);
        _statements.Add(prepared);
        return prepared;
    }

    /// <summary>Runs statements and ignores their rows.</summary>
    public void Execute(string sql) => Check(raw.sqlite3_exec(Handle, sql));

    /// <summary>Returns the first column of the first row as a number; 0 if it is null or there is no row.</summary>
    public long Number(string sql)
    {
        Check(raw.sqlite3_prepare_v2(Handle, sql, out var statement));
        using (statement)
        {
            var code = raw.sqlite3_step(statement);
            Check(code);
            return code == raw.SQLITE_ROW ? raw.sqlite3_column_int64(statement, 0) : 0;
        }
    }

    /// <summary>Throws if the result code means an error.</summary>
    public void Check(int code)
    {
        if (code is not (raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE))
        {
            throw SqliteFailures.Create(Path, code, raw.sqlite3_errmsg(Handle).utf8_to_string());
        }
    }

    /// <summary>Leaves the write-ahead log as it is when the database is closed.</summary>
    public void KeepLogOnClose() => raw.sqlite3_db_config(Handle, KeepsLogOnClose, 1, out _);

    public void Dispose()
    {
        _statements.ForEach(statement => statement.Dispose());
        _connection.Dispose();
    }
}
