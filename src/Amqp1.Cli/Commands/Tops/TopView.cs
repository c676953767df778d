using System.Globalization;
using Amqp1.Cli.Management;
using Amqp1.Cli.Output;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Amqp1.Cli.Commands.Tops;

/// <summary>Draws a snapshot as tables.</summary>
internal static class TopView
{
    /// <summary>Returns the tables.</summary>
    /// <param name="now">The snapshot.</param>
    /// <param name="before">The snapshot before it; null for the first one.</param>
    /// <param name="limit">The maximum number of rows in each table.</param>
    public static IRenderable Draw(TopSnapshot now, TopSnapshot? before, int limit) => new Rows(
        new Text(Heading(now)), Addresses(AddressLoad.Of(now, before), limit), Connections(now, limit));

    private static string Heading(TopSnapshot now)
    {
        var router = now.Routers.Count > 0 ? now.Routers[0] : null;
        var uptime = router?.Number("uptimeSeconds") is { } seconds ? $", up {TimeSpan.FromSeconds(seconds):c}" : "";
        var held = router?.Number("heldBytes") is { } bytes ? $", {Mebibytes(bytes)} held" : "";
        return $"{PeerText.Clean(now.Product)} {PeerText.Clean(router?.Text("id") ?? router?.Text("name"))}{uptime}{held}: " +
            $"{now.Connections.Count} connections, {now.Addresses.Count} addresses, {now.Links.Count} links";
    }

    private static Table Addresses(IReadOnlyList<AddressLoad> loads, int limit)
    {
        var table = TableOf.Columns("Address", "Distribution", "Consumers", "In/s", "Out/s", "Waiting", "Unsettled", "Slow").KeepOnOneLine(1..);
        foreach (var load in loads.Take(limit))
        {
            table.AddPlainRow(load.Name, load.Distribution, Format(load.Consumers), Format(load.InRate), Format(load.OutRate), Format(load.Waiting), Format(load.Unsettled), Format(load.Slow));
        }

        return AndMore(table, loads.Count - limit);
    }

    private static Table Connections(TopSnapshot now, int limit)
    {
        var links = now.Links.CountBy(link => link.Text("connectionId") ?? "").ToDictionary(StringComparer.Ordinal);
        var table = TableOf.Columns("Container", "Connection", "Host", "User", "Links", "Held").KeepOnOneLine(1..);
        foreach (var connection in now.Connections.Take(limit))
        {
            var id = connection.Text("identity") ?? "";
            table.AddPlainRow(
                connection.Text("container"),
                id,
                connection.Text("host"),
                connection.Text("user") ?? connection.Text("sasl") ?? "-",
                Format(connection.Number("linkCount") ?? links.GetValueOrDefault(id)),
                connection.Number("heldBytes") is { } held ? Mebibytes(held) : "-");
        }

        return AndMore(table, now.Connections.Count - limit);
    }

    private static Table AndMore(Table table, int more)
    {
        if (more > 0)
        {
            table.AddPlainRow([$"... {more} more", .. Enumerable.Repeat("", table.Columns.Count - 1)]);
        }

        return table;
    }

    private static string Format(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Format(double? rate) => rate is { } value ? value.ToString("0.0", CultureInfo.InvariantCulture) : "-";

    private static string Mebibytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:0.0} MiB");
}
