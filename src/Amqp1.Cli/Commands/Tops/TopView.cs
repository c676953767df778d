using System.Globalization;
using Amqp1.Cli.Output;
using Amqp1.Embedded.Load;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Amqp1.Cli.Commands.Tops;

/// <summary>Draws the load as tables.</summary>
internal static class TopView
{
    /// <summary>Returns the tables.</summary>
    /// <param name="load">The load.</param>
    /// <param name="limit">The maximum number of rows in each table.</param>
    public static IRenderable Draw(BusLoad load, int limit) => new Rows(new Text(Heading(load)), Addresses(load.Addresses, limit), Connections(load.Connections, limit));

    private static string Heading(BusLoad load)
    {
        var uptime = load.Uptime is { } time ? $", up {time:c}" : "";
        var held = load.HeldBytes is { } bytes ? $", {Mebibytes(bytes)} held" : "";
        var slow = load.Addresses.Sum(address => address.SlowConsumers);
        var note = slow > 0 ? $", {slow} slow {(slow == 1 ? "consumer" : "consumers")}" : "";
        return $"{PeerText.Clean(load.Product)} {PeerText.Clean(load.Name)}{uptime}{held}: " +
            $"{load.Connections.Count} connections, {load.Addresses.Count} addresses, {load.LinkCount} links{note}";
    }

    private static Table Addresses(IReadOnlyList<AddressLoad> loads, int limit)
    {
        var table = TableOf.Columns("Address", "Distribution", "Consumers", "In/s", "Out/s", "Waiting", "Unsettled", "Slow").KeepOnOneLine(1..);
        foreach (var load in loads.Take(limit))
        {
            string[] cells =
            [
                load.Name, load.Distribution, Format(load.Consumers), Format(load.InRate), Format(load.OutRate), Format(load.Waiting), Format(load.Unsettled),
                load.SlowConsumers > 0 ? $"{Format(load.SlowConsumers)} slow" : "0",
            ];
            if (load.SlowConsumers > 0)
            {
                table.AddWarningRow(cells);
            }
            else
            {
                table.AddPlainRow(cells);
            }
        }

        return AndMore(table, loads.Count - limit);
    }

    private static Table Connections(IReadOnlyList<ConnectionLoad> loads, int limit)
    {
        var table = TableOf.Columns("Container", "Connection", "Host", "User", "Links", "Held").KeepOnOneLine(1..);
        foreach (var load in loads.Take(limit))
        {
            table.AddPlainRow(load.Container, load.Id, load.Host, load.User ?? "-", Format(load.Links), load.HeldBytes is { } held ? Mebibytes(held) : "-");
        }

        return AndMore(table, loads.Count - limit);
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
