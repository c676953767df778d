namespace Amqp1.Outbox;

/// <summary>
/// A lock file beside the database, so that only one process sends the notifications of an outbox. The system releases it when the process
/// ends.
/// </summary>
internal sealed class OutboxLock : IDisposable
{
    private readonly FileStream _file;

    private OutboxLock(FileStream file) => _file = file;

    /// <summary>Returns the lock; null if another process has it.</summary>
    /// <exception cref="UnauthorizedAccessException">The file cannot be created.</exception>
    public static OutboxLock? TryTake(string databasePath)
    {
        try
        {
            return new OutboxLock(new FileStream(databasePath + ".outbox-lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException)
        {
            return null;
        }
    }

    public void Dispose() => _file.Dispose();
}
