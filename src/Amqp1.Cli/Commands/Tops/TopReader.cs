using System.Diagnostics;
using System.Text.Json.Nodes;
using Amqp1.Cli.Management;

namespace Amqp1.Cli.Commands.Tops;

/// <summary>Reads snapshots from the management node of a router or broker.</summary>
internal sealed class TopReader(ManagementConnection connection, ManagementNode node)
{
    private readonly EntityTypes _types = EntityTypes.Of(connection.Product);

    /// <summary>Returns the state now.</summary>
    public async Task<TopSnapshot> ReadAsync(CancellationToken cancel)
    {
        var taken = Stopwatch.GetElapsedTime(0);
        var routers = await node.QueryAsync(_types.Router, cancel).ConfigureAwait(false);
        var connections = await node.QueryAsync(_types.Connection, cancel).ConfigureAwait(false);
        var addresses = await node.QueryAsync(_types.Address, cancel).ConfigureAwait(false);
        var links = await node.QueryAsync(_types.Link, cancel).ConfigureAwait(false);
        return new TopSnapshot(taken, $"{connection.Product} {connection.Version}".Trim(), routers, connections, addresses, links);
    }

    /// <summary>Returns a snapshot as JSON, with all attributes of all entities.</summary>
    public static JsonObject ToJson(TopSnapshot snapshot) => new()
    {
        ["product"] = snapshot.Product,
        ["router"] = snapshot.Routers.Count > 0 ? AmqpJson.Of(snapshot.Routers[0]) : null,
        ["connections"] = Array(snapshot.Connections),
        ["addresses"] = Array(snapshot.Addresses),
        ["links"] = Array(snapshot.Links),
    };

    private static JsonArray Array(IReadOnlyList<ManagementRow> rows) => new([.. rows.Select(AmqpJson.Of)]);
}
