namespace Amqp1.Rpc;

/// <summary>The items that a method returns, in order. Not thread-safe.</summary>
internal interface IItemSource : IDisposable
{
    /// <summary>Adds the next items to an empty list. Returns false if the method has returned all items.</summary>
    ValueTask<bool> ReadAsync<TItem>(List<TItem> items, CancellationToken cancel);
}
