using Amqp1.Broker.Diagnostics;

namespace Amqp1.Broker.Storage;

/// <summary>
/// The part of a store that keeps the data. Used by one thread at a time, which may block. Every member may throw a
/// <see cref="StoreException"/>; after one between <see cref="Begin"/> and the end of <see cref="Commit"/>, <see cref="Rollback"/> follows.
/// </summary>
internal interface IStoreEngine : IStoreReadings, IDisposable
{
    /// <summary>Opens the data. Called once, before all other members.</summary>
    StoreContents Open();

    void Begin();

    /// <summary>Does one operation in the transaction.</summary>
    void Apply(in StoreOperation operation);

    /// <summary>Completes the transaction, whose operations are then on disk.</summary>
    void Commit();

    void Rollback();

    /// <summary>Finds out whether the store can write again, without a lasting change.</summary>
    void Probe();

    StorePage Read(in StoreRange range);

    /// <summary>
    /// Does a piece of the work that was put off, such as the removal of what deleted queues have left, in a transaction of its own. Returns
    /// whether there is more to do.
    /// </summary>
    bool Tidy();

    /// <summary>Begins a copy of the data in a new file.</summary>
    IStoreBackup StartBackup(string path);

    /// <summary>Makes <see cref="IDisposable.Dispose"/> leave the data as a crash would. For tests.</summary>
    void Abandon();
}
