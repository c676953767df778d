using System.Globalization;
using Amqp1.Benchmarks.Measuring;
using Amqp1.Benchmarks.Processes;

namespace Amqp1.Benchmarks;

/// <summary>
/// The mode that reports what one operation allocates in client and server, by type. The rates cannot be compared, because sampling takes
/// time.
/// </summary>
internal static class AllocationProfile
{
    private const double SmallestShown = 8;

    public static async Task<int> RunAsync(BenchmarkOptions options)
    {
        using var limit = new CancellationTokenSource(options.TotalLimit);
        await using var field = await Field.OpenAsync(options, limit.Token);
        var concurrency = options.Concurrency.Contains(64) ? 64 : options.Concurrency[0];
        foreach (var lane in field.Lanes)
        {
            foreach (var operation in options.Operations)
            {
                await CellRunner.RunAsync(lane, operation, concurrency, options.Duration, field.Router, limit.Token);
                await lane.Server.AskAsync(ChildHost.StartSampling, limit.Token);
                var client = new AllocationSampler();
                var sample = await CellRunner.RunAsync(lane, operation, concurrency, options.Duration, field.Router, limit.Token);
                var clientTypes = client.Stop();
                var serverTypes = (await lane.Server.AskAsync(ChildHost.StopSampling, limit.Token)).Select(Parse).ToArray();
                Write($"{lane.Name} {operation}, client", sample.ClientBytes, clientTypes);
                Write($"{lane.Name} {operation}, server", sample.ServerBytes, serverTypes);
            }
        }

        return 0;
    }

    private static (string Type, long Bytes) Parse(string line)
    {
        var blank = line.IndexOf(' ', StringComparison.Ordinal);
        return (line[(blank + 1)..], long.Parse(line.AsSpan(0, blank), CultureInfo.InvariantCulture));
    }

    /// <summary>Writes the bytes per type. The samples give the shares, and the exact counter of the runtime gives the sum.</summary>
    private static void Write(string title, double bytesPerOperation, IReadOnlyList<(string Type, long Bytes)> types)
    {
        Console.WriteLine($"\n{title}: {bytesPerOperation:f0} bytes an operation at most, by type:");
        var all = types.Sum(type => type.Bytes);
        foreach (var (type, bytes) in types)
        {
            var share = bytesPerOperation * bytes / all;
            if (share >= SmallestShown)
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{share,8:f0}  {type}"));
            }
        }
    }
}
