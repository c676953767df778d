using Amqp1.Broker.Storage;
using SQLitePCL;

namespace Amqp1.Broker.Sqlite.Tables;

/// <summary>Translates the result codes of SQLite.</summary>
internal static class SqliteFailures
{
    /// <summary>Creates the exception for a result code.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="code">The result code, extended or not.</param>
    /// <param name="message">The message of SQLite.</param>
    public static StoreException Create(string path, int code, string? message) => (code & 0xFF) switch
    {
        raw.SQLITE_FULL => Create(StoreFailureKind.Full, $"The disk of {path} is full. Free some space."),
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => Create(StoreFailureKind.Locked,
            $"The file {path} is used by another process. Stop that process, or set another path for this one."),
        raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_AUTH => Create(StoreFailureKind.ReadOnly,
            $"The file {path} cannot be written ({message}). Allow this process to write the file and its folder."),
        raw.SQLITE_CANTOPEN => Create(StoreFailureKind.ReadOnly,
            $"The file {path} cannot be opened ({message}). Check that its folder exists and that this process may write there."),
        raw.SQLITE_CORRUPT => Create(StoreFailureKind.Damaged, $"The file {path} is damaged ({message})."),
        raw.SQLITE_NOTADB => Create(StoreFailureKind.Damaged, $"The file {path} is damaged or is not a store ({message})."),
        _ => Create(StoreFailureKind.InputOutput, $"The file {path} cannot be read or written: {message} (code {code}). Check the disk."),
    };

    public static StoreException Create(StoreFailureKind kind, string text) => new(new StoreFailure(kind, text));
}
