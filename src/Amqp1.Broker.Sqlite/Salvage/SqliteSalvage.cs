using System.Buffers.Binary;
using Amqp1.Broker.Diagnostics;
using Amqp1.Broker.Sqlite.Tables;
using Amqp1.Broker.Storage;
using Microsoft.Extensions.Logging;

namespace Amqp1.Broker.Sqlite.Salvage;

/// <summary>
/// Copies the readable rows of a damaged file to a new file, which takes its place. The damaged file is kept under another name. A message
/// counts as readable if its payload has its checksum.
/// </summary>
internal sealed class SqliteSalvage(SqliteStoreSettings settings, TimeProvider time, ILogger logger)
{
    private const int ApplicationAt = 68;

    /// <summary>Returns whether the header of the file shows that it is a store.</summary>
    public static bool IsPossible(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var header = new byte[PageFile.HeaderSize];
        return file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) == header.Length
            && header.AsSpan().StartsWith("SQLite format 3\0"u8)
            && BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(ApplicationAt)) == SqliteSchema.Application;
    }

    /// <summary>Copies the rows and exchanges the files. Throws a <see cref="StoreException"/> if there is no space for the copy.</summary>
    public void Run() => SqliteFiles.Guard(settings.Path, Copy);

    private void Copy()
    {
        logger.StoreDamaged(settings.Path);
        var part = SqliteFiles.PartOf(settings.Path);
        SqliteFiles.Delete(part);
        SqliteFiles.Prepare(part);
        SalvagedRows rows;
        using (var pages = PageFile.Open(settings.Path))
        using (var target = SqliteTables.Open(new SqliteStoreSettings { Path = part }))
        {
            rows = new SalvagedRows(target);
            var scanner = new RowScanner(pages);
            scanner.Scan(rows.AddQueue);
            scanner.Scan(rows.AddMessage);
            rows.Complete();
        }

        File.Move(part, SqliteFiles.SalvagedOf(settings.Path));
        var kept = SqliteFiles.FinishSalvage(settings.Path, time.GetUtcNow());
        logger.StoreSalvaged(settings.Path, rows.Messages, rows.Unreadable, kept);
    }
}
