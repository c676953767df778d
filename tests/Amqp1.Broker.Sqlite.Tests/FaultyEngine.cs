using Amqp1.Broker.Storage;

namespace Amqp1.Broker.Sqlite.Tests;

/// <summary>An engine whose transactions fail on demand, as those of a full disk do: when they are committed.</summary>
internal sealed class FaultyEngine(IStoreEngine engine) : IStoreEngine
{
    private volatile StoreFailure? _failure;

    public StoreFailure? Failure
    {
        get => _failure;
        set => _failure = value;
    }

    public string Name => engine.Name;

    public long DiskBytes => engine.DiskBytes;

    public StoreContents Open() => engine.Open();

    public void Begin() => engine.Begin();

    public void Apply(in StoreOperation operation) => engine.Apply(operation);

    public void Commit()
    {
        ThrowIfFailed();
        engine.Commit();
    }

    public void Rollback() => engine.Rollback();

    public void Probe()
    {
        ThrowIfFailed();
        engine.Probe();
    }

    public StorePage Read(in StoreRange range) => engine.Read(range);

    public bool Tidy() => engine.Tidy();

    public IStoreBackup StartBackup(string path) => engine.StartBackup(path);

    public void Abandon() => engine.Abandon();

    public void Dispose() => engine.Dispose();

    private void ThrowIfFailed()
    {
        if (_failure is { } failure)
        {
            throw new StoreException(failure);
        }
    }
}
