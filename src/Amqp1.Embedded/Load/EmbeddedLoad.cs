namespace Amqp1.Embedded.Load;

/// <summary>Reads the load of a router of this process, without a connection.</summary>
internal static class EmbeddedLoad
{
    private const string Prefix = "org.apache.qpid.dispatch";
    private const int MostLinks = 100_000;
    private const int MostOthers = 10_000;

    /// <summary>Returns the state now. Of very many entities, it returns the load of the first ones.</summary>
    /// <param name="router">The router.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancel">Ends the wait.</param>
    public static async Task<BusLoad> ReadAsync(EmbeddedRouter router, TimeProvider time, CancellationToken cancel)
    {
        var taken = time.GetElapsedTime(0);
        var routers = await ReadAsync($"{Prefix}.router", ManagedRows.RouterAttributes, 1).ConfigureAwait(false);
        var rows = new ManagedRows(
            routers.Count > 0 ? routers[0] : null,
            await ReadAsync($"{Prefix}.connection", ManagedRows.ConnectionAttributes, MostOthers).ConfigureAwait(false),
            await ReadAsync($"{Prefix}.router.address", ManagedRows.AddressAttributes, MostOthers).ConfigureAwait(false),
            await ReadAsync($"{Prefix}.router.link", ManagedRows.LinkAttributes, MostLinks).ConfigureAwait(false),
            await ReadAsync("amqp1.queue", ManagedRows.QueueAttributes, MostOthers).ConfigureAwait(false));
        return rows.ToLoad(taken, $"{rows.Router?.Text("product")} {rows.Router?.Text("version")}".Trim());

        async Task<IReadOnlyList<ManagementRow>> ReadAsync(string type, IReadOnlyList<string> attributes, int limit)
        {
            var read = await router.ReadEntitiesAsync(type, attributes, limit).WaitAsync(cancel).ConfigureAwait(false);
            return [.. read.Select(row => new ManagementRow(row))];
        }
    }
}
