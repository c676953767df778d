using Amqp1.Broker.Sqlite.Tables;
using Amqp1.Broker.Storage;
using SQLitePCL;

namespace Amqp1.Broker.Sqlite;

/// <summary>
/// A copy of a store that is being written, with the backup interface of SQLite: changes that the store makes between two steps are made in
/// the copy too.
/// </summary>
internal sealed class SqliteBackup : IStoreBackup
{
    private const int PagesInStep = 256;
    private readonly string _path;
    private readonly SqliteDatabase _target;
    private readonly sqlite3_backup _backup;

    private SqliteBackup(string path, SqliteDatabase target, sqlite3_backup backup)
    {
        _path = path;
        _target = target;
        _backup = backup;
    }

    public static SqliteBackup Start(SqliteDatabase source, string path)
    {
        if (File.Exists(path))
        {
            throw SqliteFailures.Create(StoreFailureKind.ReadOnly, $"The file {path} exists. Choose another path for the copy.");
        }

        var part = SqliteFiles.PartOf(path);
        SqliteFiles.Guard(part, () => SqliteFiles.Delete(part));
        SqliteFiles.Prepare(part);
        var target = SqliteDatabase.Open(part);
        var backup = raw.sqlite3_backup_init(target.Handle, "main", source.Handle, "main");
        return new SqliteBackup(path, target, backup);
    }

    /// <inheritdoc/>
    public bool Step()
    {
        var code = raw.sqlite3_backup_step(_backup, PagesInStep);
        if (code != raw.SQLITE_DONE)
        {
            _target.Check(code);
            return false;
        }

        Close();
        SqliteFiles.Guard(_path, () => File.Move(SqliteFiles.PartOf(_path), _path));
        return true;
    }

    public void Dispose()
    {
        Close();
        SqliteFiles.Guard(_path, () => SqliteFiles.Delete(SqliteFiles.PartOf(_path)));
    }

    private void Close()
    {
        _backup.Dispose();
        _target.Dispose();
    }
}
