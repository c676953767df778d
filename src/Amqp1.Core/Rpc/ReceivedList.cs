namespace Amqp1.Rpc;

/// <summary>The items in the reply to an ordinary call, over an intermediary that cannot carry streams.</summary>
/// <param name="settings">The settings of the client.</param>
/// <param name="method">The wire name of the method.</param>
/// <param name="response">The list.</param>
internal sealed class ReceivedList(RpcClientSettings settings, string method, byte[] response) : IItemSource
{
    private bool _wasRead;

    /// <inheritdoc />
    public ValueTask<bool> ReadAsync<TItem>(List<TItem> items, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        if (!_wasRead)
        {
            StreamItems.Read(settings.Json, method, response, items);
            _wasRead = true;
        }

        return ValueTask.FromResult(items.Count > 0);
    }

    public void Dispose()
    {
        // The list holds nothing.
    }
}
