using Spectre.Console;

namespace Amqp1.Cli.Output;

/// <summary>Makes the tables of the tool, which all look the same.</summary>
internal static class TableOf
{
    /// <summary>Returns an empty table with the given headings.</summary>
    public static Table Columns(params IReadOnlyList<string> headings)
    {
        var table = new Table { Border = TableBorder.Simple, UseSafeBorder = true, ShowRowSeparators = false };
        foreach (var heading in headings)
        {
            table.AddColumn(new TableColumn(new Text(heading, new Style(decoration: Decoration.Bold))));
        }

        return table;
    }

    /// <summary>Adds a row of plain texts. They may be texts of a peer: they are cleaned, and markup in them has no effect.</summary>
    public static void AddPlainRow(this Table table, params IEnumerable<string?> cells) =>
        table.AddRow(cells.Select(cell => new Text(PeerText.Clean(cell, 4096))));

    /// <summary>Adds a row like <see cref="AddPlainRow"/> in the colour of warnings.</summary>
    public static void AddWarningRow(this Table table, params IEnumerable<string?> cells) =>
        table.AddRow(cells.Select(cell => new Text(PeerText.Clean(cell, 4096), new Style(Color.Yellow))));

    /// <summary>Keeps columns on one line, such as those with numbers, so that the other columns are wrapped on a narrow terminal.</summary>
    public static Table KeepOnOneLine(this Table table, Range columns)
    {
        var (start, count) = columns.GetOffsetAndLength(table.Columns.Count);
        for (var i = start; i < start + count; i++)
        {
            table.Columns[i].NoWrap = true;
        }

        return table;
    }
}
