using System.Globalization;
using System.Text;
using Amqp1.Benchmarks.Contenders;
using Amqp1.Benchmarks.Measuring;

namespace Amqp1.Benchmarks.Recording;

/// <summary>Writes the page with the results of a run.</summary>
internal static class Page
{
    public static string Write(Recording run, IReadOnlyList<string>? worse)
    {
        var page = new StringBuilder();
        page.AppendLine("# Results of the benchmark").AppendLine();
        page.AppendLine("<!-- Written by eng/bench. Changes are lost with the next run. -->").AppendLine();
        page.AppendLine("How the figures are measured, and how to read them, is described in [benchmarks](../benchmarks.md).").AppendLine();
        page.AppendLine(CultureInfo.InvariantCulture, $"* Date: {run.Date}");
        page.AppendLine(CultureInfo.InvariantCulture, $"* Machine: {run.Machine}");
        page.AppendLine(CultureInfo.InvariantCulture, $"* Settings: {run.Settings}");
        page.AppendLine(CultureInfo.InvariantCulture, $"* Before the run, the machine was {run.Load}.");
        foreach (var absent in run.Absent)
        {
            page.AppendLine(CultureInfo.InvariantCulture, $"* Absent: {absent}");
        }

        WriteBudgets(page, run);
        WriteChanges(page, worse);
        page.AppendLine("## Charts").AppendLine();
        foreach (var (file, title) in Charts.Files)
        {
            page.AppendLine(CultureInfo.InvariantCulture, $"![{title}]({file})");
        }

        page.AppendLine();
        WriteCells(page, run);
        WriteLarge(page, run);
        return page.ToString();
    }

    private static void WriteBudgets(StringBuilder page, Recording run)
    {
        page.AppendLine().AppendLine("## Budgets").AppendLine();
        if (!run.Load.IsQuiet)
        {
            page.AppendLine("The machine was not quiet, so that only the verdicts on bytes count.").AppendLine();
        }

        page.AppendLine("| figure | c | required | measured | verdict |");
        page.AppendLine("|---|--:|--:|--:|---|");
        foreach (var budget in Budget.Of(run))
        {
            var measured = budget.Measured is { } figure ? Budget.Format(figure) : "-";
            page.AppendLine(
                CultureInfo.InvariantCulture,
                $"| {budget.Text} | {budget.Concurrency} | {(budget.IsMinimum ? ">=" : "<=")} {Budget.Format(budget.Limit)} {budget.Unit} | {measured} | {budget.Verdict} |");
        }

        page.AppendLine();
    }

    private static void WriteChanges(StringBuilder page, IReadOnlyList<string>? worse)
    {
        if (worse is null)
        {
            return;
        }

        page.AppendLine("## Compared with the run before").AppendLine();
        if (worse.Count == 0)
        {
            page.AppendLine("Nothing got worse.");
        }

        foreach (var change in worse)
        {
            page.AppendLine(CultureInfo.InvariantCulture, $"* {change}");
        }

        page.AppendLine();
    }

    private static void WriteCells(StringBuilder page, Recording run)
    {
        page.AppendLine("## Calls and notifications of 1 KB").AppendLine();
        page.AppendLine("| operation | c | contender | per second | spread | x bare | p50 us | p99 us | client us | client bytes | server us | server bytes | router us |");
        page.AppendLine("|---|--:|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
        foreach (var cell in run.Cells
            .Where(cell => cell.Payload == Recording.Payload)
            .OrderBy(cell => cell.Operation).ThenBy(cell => cell.Concurrency).ThenBy(cell => ContenderFactory.Rank(cell.Contender)))
        {
            var bare = run.Find(ContenderFactory.BareOf(cell.Contender), cell.Operation, cell.Concurrency);
            var ratio = bare is null ? "-" : cell.RatioTo(bare).ToString("f2", CultureInfo.InvariantCulture);
            page.AppendLine(
                CultureInfo.InvariantCulture,
                $"| {(cell.Operation == Operation.Call ? "call" : "notify")} | {cell.Concurrency} | {cell.Contender} | {cell.Rate:f0} | {cell.Spread:p0} | {ratio} | {cell.P50:f0} | {cell.P99:f0} | {cell.ClientCpu:f1} | {cell.ClientBytes:f0} | {cell.ServerCpu:f1} | {cell.ServerBytes:f0} | {cell.RouterCpu?.ToString("f1", CultureInfo.InvariantCulture) ?? "-"} |");
        }

        page.AppendLine();
    }

    private static void WriteLarge(StringBuilder page, Recording run)
    {
        page.AppendLine("## Large payloads").AppendLine();
        page.AppendLine(CultureInfo.InvariantCulture, $"Calls with {LargePayloads.Concurrency} at a time. The megabytes are those of both directions together.").AppendLine();
        page.AppendLine("| payload | full, MB/s | bare, MB/s |");
        page.AppendLine("|---|--:|--:|");
        foreach (var (size, name) in LargePayloads.Sizes)
        {
            page.AppendLine(
                $"| {name} | {Throughput(run, size, ContenderFactory.Full)} | {Throughput(run, size, ContenderFactory.Bare)} |");
        }
    }

    private static string Throughput(Recording run, int size, string contender) =>
        LargePayloads.Throughput(run, size, contender)?.ToString("f0", CultureInfo.InvariantCulture) ?? "-";
}
