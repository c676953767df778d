using System.Globalization;
using System.Text;
using Amqp1.Benchmarks.Measuring;
using Amqp1.Benchmarks.Recording;

namespace Amqp1.Benchmarks.Growth;

/// <summary>
/// The mode that shows what growing numbers of servers, addresses and connections cost while the load stays the same. All sizes of an axis
/// are measured in turns.
/// </summary>
internal static class GrowthComparison
{
    private const string PageFile = "growth.md";
    private const string ChartFile = "growth.svg";
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);

    /// <summary>Measures and writes a table and a chart into the folder.</summary>
    public static async Task<int> RunAsync(BenchmarkOptions options, string folder)
    {
        Directory.CreateDirectory(folder);
        var load = await MachineLoad.MeasureAsync(CancellationToken.None);
        await Console.Error.WriteLineAsync($"The machine is {load}.");
        var results = new List<(GrowthAxis Axis, IReadOnlyList<GrowthPoint> Points)>();
        foreach (var axis in GrowthAxis.All)
        {
            results.Add((axis, await MeasureAsync(axis, options)));
            await Console.Error.WriteLineAsync($"{axis.Name} measured");
        }

        await File.WriteAllTextAsync(Path.Combine(folder, ChartFile), ChartOf(results));
        await File.WriteAllTextAsync(Path.Combine(folder, PageFile), PageOf(results, options, load));
        foreach (var (axis, points) in results)
        {
            Console.WriteLine($"{axis.Name}: {RatioOf(points):f2}, required >= {GrowthAxis.Budget}");
        }

        return 0;
    }

    private static async Task<IReadOnlyList<GrowthPoint>> MeasureAsync(GrowthAxis axis, BenchmarkOptions options)
    {
        using var limit = new CancellationTokenSource(options.Limit ?? TimeSpan.FromMinutes(10));
        var lanes = new List<GrowthLane>();
        try
        {
            foreach (var size in axis.Sizes)
            {
                lanes.Add(await GrowthLane.OpenAsync(axis, size, options.PayloadSize, limit.Token));
            }

            foreach (var lane in lanes)
            {
                await RunAsync(lane, WarmUp);
            }

            var samples = new List<(int Size, Sample Sample)>();
            for (var round = 0; round < options.Rounds; round++)
            {
                for (var i = 0; i < lanes.Count; i++)
                {
                    // Each round begins with another size, so that no size always runs after the same neighbour.
                    var lane = lanes[(i + round) % lanes.Count];
                    samples.Add((lane.Size, await RunAsync(lane, options.Duration)));
                }
            }

            return [.. axis.Sizes.Select(size => GrowthPoint.Of(size * axis.PerSize, [.. samples.Where(sample => sample.Size == size).Select(sample => sample.Sample)]))];
        }
        finally
        {
            foreach (var lane in lanes)
            {
                await lane.DisposeAsync();
            }
        }

        Task<Sample> RunAsync(GrowthLane lane, TimeSpan duration) =>
            CellRunner.RunAsync(lane.Lane, Operation.Call, axis.Concurrency, duration, lane.Router, limit.Token);
    }

    private static double RatioOf(IReadOnlyList<GrowthPoint> points) => points[^1].Rate / points[0].Rate;

    private static string ChartOf(IReadOnlyList<(GrowthAxis Axis, IReadOnlyList<GrowthPoint> Points)> results) => Chart.Draw(
        "Calls per second",
        "per second",
        [.. results.Select(result => (result.Axis.Name, (IReadOnlyList<(int, double)>)[.. result.Points.Select(point => (point.Size, point.Rate))]))],
        "servers, addresses or connections");

    private static string PageOf(
        IReadOnlyList<(GrowthAxis Axis, IReadOnlyList<GrowthPoint> Points)> results, BenchmarkOptions options, MachineLoad load)
    {
        var page = new StringBuilder();
        page.AppendLine("# Growth").AppendLine();
        page.AppendLine("<!-- Written by the command growth of the benchmark. Changes are lost with the next run. -->").AppendLine();
        page.AppendLine(CultureInfo.InvariantCulture, $"Calls of {options.PayloadSize} bytes each way through the embedded router, {Environment.ProcessorCount} cores, median of {options.Rounds} rounds of {options.Duration.TotalSeconds} s. Before the run, the machine was {load}.");
        page.AppendLine().AppendLine($"![Calls per second]({ChartFile})");
        foreach (var (axis, points) in results)
        {
            page.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"## {char.ToUpperInvariant(axis.Title[0])}{axis.Title[1..]}");
            page.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"{axis.Concurrency} calls are in progress at a time. The rate of the last line is {RatioOf(points):f2} of that of the first; {GrowthAxis.Budget} is required.");
            page.AppendLine().AppendLine($"| {axis.Name} | per second | x first | p50 us | p99 us | client us | client bytes | server us | server bytes | router us |");
            page.AppendLine("|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
            foreach (var point in points)
            {
                page.AppendLine(CultureInfo.InvariantCulture, $"| {point.Size} | {point.Rate:f0} | {point.Rate / points[0].Rate:f2} | {point.P50:f0} | {point.P99:f0} | {point.ClientCpu:f1} | {point.ClientBytes:f0} | {point.ServerCpu:f1} | {point.ServerBytes:f0} | {point.RouterCpu:f1} |");
            }
        }

        return page.ToString();
    }
}
