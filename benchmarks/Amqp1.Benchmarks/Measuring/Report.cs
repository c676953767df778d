using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Amqp1.Benchmarks.Contenders;

namespace Amqp1.Benchmarks.Measuring;

/// <summary>The medians over the rounds, as a Markdown table.</summary>
internal static class Report
{
    public static string Headline(BenchmarkOptions options, IReadOnlyCollection<string> missing)
    {
        var router = options.Url is null ? "embedded router" : "router given by URL";
        var absent = missing.Count == 0 ? "" : $"; absent: {string.Join(", ", missing)}";
        return $"{options.PayloadSize} bytes each way, {router}, {Environment.ProcessorCount} cores, {RuntimeInformation.FrameworkDescription}, "
            + $"median of {options.Rounds} rounds of {options.Duration.TotalSeconds} s{absent}";
    }

    public static string Table(IReadOnlyCollection<Sample> samples)
    {
        var table = new StringBuilder();
        table.AppendLine("| operation | c | contender | per second | x bare | p50 us | p99 us | client us | client bytes | x bare | server us | server bytes | router us |");
        table.AppendLine("|---|--:|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
        foreach (var group in samples.GroupBy(sample => (sample.Operation, sample.Concurrency)).OrderBy(group => group.Key))
        {
            foreach (var contender in group.GroupBy(sample => sample.Contender).OrderBy(one => ContenderFactory.Rank(one.Key)))
            {
                var median = Median(contender)!;
                Sample[] ofBare = [.. group.Where(sample => sample.Contender == ContenderFactory.BareOf(contender.Key))];
                var bare = Median(ofBare);
                string[] cells =
                [
                    median.Operation == Operation.Call ? "call" : "notify",
                    Number(median.Concurrency),
                    median.Contender,
                    Number(median.Rate),
                    bare is null ? "-" : Number(PairedRatio(contender.Select(sample => sample.Rate), ofBare.Select(sample => sample.Rate)), "f2"),
                    Number(median.P50),
                    Number(median.P99),
                    Number(median.ClientCpu, "f1"),
                    Number(median.ClientBytes),
                    Ratio(median.ClientBytes, bare?.ClientBytes),
                    Number(median.ServerCpu, "f1"),
                    Number(median.ServerBytes),
                    Number(median.RouterCpu, "f1"),
                ];
                table.Append("| ").AppendJoin(" | ", cells).AppendLine(" |");
            }
        }

        return table.ToString();
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <summary>
    /// Returns the median of the ratios of the rounds. Contenders follow one another within a round, so that a change of the machine between
    /// two rounds affects both.
    /// </summary>
    public static double PairedRatio(IEnumerable<double> rates, IEnumerable<double> others) =>
        Median(rates.Zip(others, (one, other) => one / other));

    /// <summary>Returns the median of each figure; null if there are no samples.</summary>
    private static Sample? Median(IEnumerable<Sample> samples)
    {
        var all = samples.ToArray();
        return all.Length == 0 ? null : all[0] with
        {
            Rate = Median(all.Select(sample => sample.Rate)),
            P50 = Median(all.Select(sample => sample.P50)),
            P99 = Median(all.Select(sample => sample.P99)),
            ClientCpu = Median(all.Select(sample => sample.ClientCpu)),
            ClientBytes = Median(all.Select(sample => sample.ClientBytes)),
            ServerCpu = Median(all.Select(sample => sample.ServerCpu)),
            ServerBytes = Median(all.Select(sample => sample.ServerBytes)),
            RouterCpu = Median(all.Select(sample => sample.RouterCpu)),
        };
    }

    private static string Number(double value, string format = "f0") =>
        double.IsNaN(value) ? "-" : value.ToString(format, CultureInfo.InvariantCulture);

    private static string Ratio(double value, double? reference) => reference is { } of ? Number(value / of, "f2") : "-";
}
