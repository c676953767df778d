using System.Globalization;
using Amqp1.Broker.Storage;

namespace Amqp1.Broker.Sqlite.Tables;

/// <summary>The files of a store: the file itself, its write-ahead log, and what is left after a salvage.</summary>
internal static class SqliteFiles
{
    /// <summary>Creates the file if necessary, readable by this user alone, and removes an unfinished salvage.</summary>
    public static void Prepare(string path) => Guard(path, () =>
    {
        Delete(PartOf(path));
        if (File.Exists(SalvagedOf(path)))
        {
            FinishSalvage(path, DateTimeOffset.UtcNow);
        }

        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        new FileStream(path, options).Dispose();
    });

    /// <summary>The path of a file that is not complete yet.</summary>
    public static string PartOf(string path) => path + ".part";

    /// <summary>The path of a complete copy of a damaged store, before it takes the place of that.</summary>
    public static string SalvagedOf(string path) => path + ".salvaged";

    /// <summary>Puts a complete copy in the place of the damaged store. Returns the new path of that.</summary>
    public static string FinishSalvage(string path, DateTimeOffset now)
    {
        var kept = $"{path}.damaged-{now.ToString("yyyyMMdd'T'HHmmssfff", CultureInfo.InvariantCulture)}";
        if (File.Exists(LogOf(path)))
        {
            File.Move(LogOf(path), LogOf(kept));
        }

        if (File.Exists(path))
        {
            File.Move(path, kept);
        }

        File.Move(SalvagedOf(path), path);
        return kept;
    }

    /// <summary>The path of the write-ahead log.</summary>
    public static string LogOf(string path) => path + "-wal";

    /// <summary>Deletes a database and its log, if they exist.</summary>
    public static void Delete(string path)
    {
        File.Delete(path);
        File.Delete(LogOf(path));
    }

    /// <summary>Returns the size of a file; 0 if it does not exist.</summary>
    public static long LengthOf(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : 0;

    /// <summary>Throws errors of the file system as <see cref="StoreException"/>.</summary>
    public static void Guard(string path, Action work)
    {
        try
        {
            work();
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new StoreException(
                new StoreFailure(StoreFailureKind.ReadOnly, $"The file {path} cannot be written ({exception.Message}). Allow this process to write the file and its folder."), exception);
        }
        catch (IOException exception) when (exception is not StoreException)
        {
            throw new StoreException(
                new StoreFailure(StoreFailureKind.InputOutput, $"The file {path} cannot be read or written: {exception.Message} Check its folder and its disk."), exception);
        }
    }
}
