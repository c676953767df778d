using Amqp1.Benchmarks.Contenders;
using Amqp1.Benchmarks.Measuring;

namespace Amqp1.Benchmarks.Recording;

/// <summary>The charts of a run: throughput and latency of each contender over the concurrency.</summary>
internal static class Charts
{
    public static IReadOnlyList<(string File, string Title)> Files { get; } =
    [
        ("call-throughput.svg", "Calls per second"),
        ("call-latency.svg", "Calls: 99th percentile of the latency"),
        ("notify-throughput.svg", "Acknowledged notifications per second"),
        ("notify-latency.svg", "Notifications: 99th percentile of the latency"),
    ];

    /// <summary>Writes all charts to a folder.</summary>
    public static async Task WriteAsync(Recording run, string folder, CancellationToken cancel)
    {
        for (var i = 0; i < Files.Count; i++)
        {
            var (file, title) = Files[i];
            var operation = i < 2 ? Operation.Call : Operation.Notify;
            var svg = i % 2 == 0
                ? Chart.Draw(title, "per second", Lines(run, operation, cell => cell.Rate))
                : Chart.Draw(title, "microseconds", Lines(run, operation, cell => cell.P99));
            await File.WriteAllTextAsync(Path.Combine(folder, file), svg, cancel);
        }
    }

    private static List<(string Name, IReadOnlyList<(int X, double Y)> Points)> Lines(Recording run, Operation operation, Func<Cell, double> figure) =>
        [.. run.Cells
            .Where(cell => cell.Operation == operation && cell.Payload == Recording.Payload)
            .GroupBy(cell => cell.Contender)
            .OrderBy(group => ContenderFactory.Rank(group.Key))
            .Select(group => (group.Key, (IReadOnlyList<(int X, double Y)>)[.. group.OrderBy(cell => cell.Concurrency).Select(cell => (cell.Concurrency, figure(cell)))]))];
}
