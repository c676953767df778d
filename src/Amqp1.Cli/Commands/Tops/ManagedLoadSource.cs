using Amqp1.Cli.Execution;
using Amqp1.Cli.Management;
using Amqp1.Embedded.Load;

namespace Amqp1.Cli.Commands.Tops;

/// <summary>The load of a router or broker with a management node: the embedded one, qdrouterd, skupper-router.</summary>
internal sealed class ManagedLoadSource(ManagementConnection connection, ManagementNode node) : ILoadSource
{
    private readonly EntityTypes _types = EntityTypes.Of(connection.Product);
    private bool _mayHaveQueues = true;

    /// <inheritdoc />
    public async Task<BusLoad> ReadAsync(CancellationToken cancel)
    {
        var taken = TimeProvider.System.GetElapsedTime(0);
        var routers = await node.QueryAsync(_types.Router, cancel).ConfigureAwait(false);
        var rows = new ManagedRows(
            routers.Count > 0 ? routers[0] : null,
            await node.QueryAsync(_types.Connection, cancel).ConfigureAwait(false),
            await node.QueryAsync(_types.Address, cancel).ConfigureAwait(false),
            await node.QueryAsync(_types.Link, cancel).ConfigureAwait(false),
            await ReadQueuesAsync(cancel).ConfigureAwait(false));
        return rows.ToLoad(taken, $"{connection.Product} {connection.Version}".Trim());
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => connection.DisposeAsync();

    private async Task<IReadOnlyList<ManagementRow>> ReadQueuesAsync(CancellationToken cancel)
    {
        if (!_mayHaveQueues)
        {
            return [];
        }

        try
        {
            return await node.QueryAsync(EntityTypes.Queue, cancel).ConfigureAwait(false);
        }
        catch (CommandFailedException)
        {
            // Only the embedded broker knows this type.
            _mayHaveQueues = false;
            return [];
        }
    }
}
