using Amqp1.Broker.Diagnostics;
using Amqp1.Broker.Sqlite.Salvage;
using Amqp1.Broker.Sqlite.Tables;
using Amqp1.Broker.Storage;
using Microsoft.Extensions.Logging;

namespace Amqp1.Broker.Sqlite;

/// <summary>
/// Keeps the data of a store in a SQLite file with a write-ahead log, which this process uses alone. If the file turns out to be damaged, its
/// readable messages are copied to a new file, and the work continues with that.
/// </summary>
internal sealed class SqliteStoreEngine(SqliteStoreSettings settings, TimeProvider time, ILogger logger) : IStoreEngine
{
    private SqliteTables? _tables;

    public string Name => settings.Path;

    public long DiskBytes => SqliteFiles.LengthOf(settings.Path) + SqliteFiles.LengthOf(SqliteFiles.LogOf(settings.Path));

    private bool IsDamaged { get; set; }

    public StoreContents Open()
    {
        SqliteFiles.Prepare(settings.Path);
        try
        {
            _tables = SqliteTables.Open(settings);
        }
        catch (StoreException exception) when (exception.Failure.Kind == StoreFailureKind.Damaged && SqliteSalvage.IsPossible(settings.Path))
        {
            IsDamaged = true;
        }

        return Tables().Contents();
    }

    public void Begin() => Watch(Tables().Begin);

    public void Apply(in StoreOperation operation)
    {
        try
        {
            Tables().Apply(operation);
        }
        catch (StoreException exception)
        {
            Note(exception);
            throw;
        }
    }

    public void Commit() => Watch(Tables().Commit);

    public void Rollback()
    {
        // A damaged file is closed, which also ends the transaction.
        if (!IsDamaged)
        {
            Watch(Tables().Rollback);
        }
    }

    public void Probe() => WatchTransaction(Tables().Probe);

    public StorePage Read(in StoreRange range)
    {
        var damaged = new List<long>();
        StorePage page;
        try
        {
            page = Tables().Messages.Read(range, damaged);
        }
        catch (StoreException exception) when (exception.Failure.Kind == StoreFailureKind.Damaged)
        {
            IsDamaged = true;
            damaged.Clear();
            page = Tables().Messages.Read(range, damaged);
        }

        if (damaged.Count > 0)
        {
            logger.MessagesDamaged(Name, damaged.Count);
            WatchTransaction(() => Tables().Quarantine(damaged));
        }

        return page;
    }

    public bool Tidy()
    {
        var more = false;
        WatchTransaction(() => more = Tables().Tidy());
        return more;
    }

    public IStoreBackup StartBackup(string path) => SqliteBackup.Start(Tables().Database, path);

    public void Abandon() => _tables?.Database.KeepLogOnClose();

    public void Dispose()
    {
        _tables?.Dispose();
        _tables = null;
    }

    /// <summary>Limits the number of pages, as a full disk would. For tests; between operations.</summary>
    internal void LimitPages(int most) => Tables().Database.Execute($"PRAGMA max_page_count = {most}");

    /// <summary>Returns the open tables, from a new file if the old one is damaged.</summary>
    private SqliteTables Tables()
    {
        if (IsDamaged || _tables is null)
        {
            _tables?.Database.KeepLogOnClose();
            Dispose();
            new SqliteSalvage(settings, time, logger).Run();
            _tables = SqliteTables.Open(settings);
            IsDamaged = false;
        }

        return _tables;
    }

    private void Watch(Action work)
    {
        try
        {
            work();
        }
        catch (StoreException exception)
        {
            Note(exception);
            throw;
        }
    }

    private void WatchTransaction(Action work)
    {
        try
        {
            Watch(work);
        }
        catch (StoreException)
        {
            Rollback();
            throw;
        }
    }

    private void Note(StoreException exception) => IsDamaged |= exception.Failure.Kind == StoreFailureKind.Damaged;
}
