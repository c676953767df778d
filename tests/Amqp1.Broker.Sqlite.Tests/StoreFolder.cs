namespace Amqp1.Broker.Sqlite.Tests;

/// <summary>A folder for the file of a store, which is deleted at the end of a test.</summary>
internal sealed class StoreFolder : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("amqp1-store-").FullName;

    public string File => Path.Combine(Folder, "broker.db");

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
