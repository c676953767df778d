using Amqp1.Broker.Storage;

namespace Amqp1.Broker.Sqlite.Tests;

/// <summary>Waits for a page.</summary>
internal sealed class PageReader : IStoreReader
{
    private readonly TaskCompletionSource<(IReadOnlyList<StoredMessage> Page, bool AtEnd, StoreFailure? Failure)> _read =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The result of the read.</summary>
    public Task<(IReadOnlyList<StoredMessage> Page, bool AtEnd, StoreFailure? Failure)> Result => _read.Task;

    public void OnRead(IReadOnlyList<StoredMessage> page, bool atEnd, StoreFailure? failure) => _read.SetResult((page, atEnd, failure));
}
