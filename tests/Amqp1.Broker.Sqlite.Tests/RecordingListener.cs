using Amqp1.Broker.Storage;

namespace Amqp1.Broker.Sqlite.Tests;

/// <summary>Reports the results of a store on its thread, and counts.</summary>
internal sealed class RecordingListener : IStoreListener
{
    private int _demandChanges;
    private int _batches;

    /// <summary>The number of reports of a changed demand.</summary>
    public int DemandChanges => Volatile.Read(ref _demandChanges);

    /// <summary>The number of lists of results.</summary>
    public int Batches => Volatile.Read(ref _batches);

    public void OnCompleted(List<StoreResult> results)
    {
        Interlocked.Increment(ref _batches);
        results.ForEach(result => result.Report());
    }

    public void OnDemandChanged() => Interlocked.Increment(ref _demandChanges);
}
