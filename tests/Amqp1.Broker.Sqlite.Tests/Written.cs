using Amqp1.Broker.Storage;

namespace Amqp1.Broker.Sqlite.Tests;

/// <summary>Waits for the end of one operation.</summary>
internal sealed class Written : IStoreCallback
{
    private readonly TaskCompletionSource<StoreFailure?> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The failure of the operation, or null; completes when it has ended.</summary>
    public Task<StoreFailure?> Ended => _ended.Task;

    /// <summary>Whether the operation has ended.</summary>
    public bool HasEnded => _ended.Task.IsCompleted;

    public void OnStored(StoreFailure? failure) => _ended.SetResult(failure);
}
