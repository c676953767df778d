using System.Diagnostics;
using Amqp1.Benchmarks.Contenders;
using Amqp1.Benchmarks.Processes;
using HdrHistogram;

namespace Amqp1.Benchmarks.Measuring;

/// <summary>
/// Measures one contender at one concurrency, which is the number of loops. Each loop has one operation in progress at a time.
/// </summary>
internal static class CellRunner
{
    private const long HighestMicroseconds = 120_000_000;
    private static readonly TimeSpan RunIn = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    public static async Task<Sample> RunAsync(
        Lane lane, Operation operation, int concurrency, TimeSpan duration, IWorkingProcess? router, CancellationToken cancel)
    {
        await LoopAsync(lane.Client, operation, concurrency, RunIn, null).WaitAsync(RunIn + Grace, cancel);
        GC.Collect();
        var histogram = new LongConcurrentHistogram(1, HighestMicroseconds, 3);
        var serverBytes = await lane.Server.AllocatedAsync(cancel);
        var serverCpu = lane.Server.CpuTime;
        var routerCpu = lane.Intermediary?.CpuTime;
        var clientBytes = GC.GetTotalAllocatedBytes();
        var clientCpu = Environment.CpuUsage.TotalTime;
        var started = Stopwatch.GetTimestamp();

        await LoopAsync(lane.Client, operation, concurrency, duration, histogram).WaitAsync(duration + Grace, cancel);

        var elapsed = Stopwatch.GetElapsedTime(started);
        clientCpu = Environment.CpuUsage.TotalTime - clientCpu;
        clientBytes = GC.GetTotalAllocatedBytes() - clientBytes;
        routerCpu = lane.Intermediary?.CpuTime - routerCpu;
        serverCpu = lane.Server.CpuTime - serverCpu;
        serverBytes = await lane.Server.AllocatedAsync(cancel) - serverBytes;
        var count = histogram.TotalCount;
        return new Sample(
            lane.Name,
            operation,
            concurrency,
            count,
            count / elapsed.TotalSeconds,
            histogram.GetValueAtPercentile(50),
            histogram.GetValueAtPercentile(99),
            clientCpu.TotalMicroseconds / count,
            (double)clientBytes / count,
            serverCpu.TotalMicroseconds / count,
            (double)serverBytes / count,
            routerCpu is { } spent ? spent.TotalMicroseconds / count : double.NaN);
    }

    /// <summary>Runs the operation and returns how many were completed. Nothing else is measured.</summary>
    public static async Task<long> CountAsync(Lane lane, Operation operation, int concurrency, TimeSpan duration, CancellationToken cancel)
    {
        var histogram = new LongConcurrentHistogram(1, HighestMicroseconds, 3);
        await LoopAsync(lane.Client, operation, concurrency, duration, histogram).WaitAsync(duration + Grace, cancel);
        return histogram.TotalCount;
    }

    private static Task LoopAsync(IContenderClient client, Operation operation, int concurrency, TimeSpan duration, LongConcurrentHistogram? histogram)
    {
        var end = Stopwatch.GetTimestamp() + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        var loops = new Task[concurrency];
        for (var i = 0; i < concurrency; i++)
        {
            loops[i] = Task.Run(() => OneLoopAsync(client, operation, end, histogram));
        }

        return Task.WhenAll(loops);
    }

    private static async Task OneLoopAsync(IContenderClient client, Operation operation, long end, LongConcurrentHistogram? histogram)
    {
        var before = Stopwatch.GetTimestamp();
        while (before < end)
        {
            await (operation == Operation.Call ? client.CallAsync() : client.NotifyAsync()).ConfigureAwait(false);
            var after = Stopwatch.GetTimestamp();
            histogram?.RecordValue(Math.Clamp((long)Stopwatch.GetElapsedTime(before, after).TotalMicroseconds, 1, HighestMicroseconds));
            before = after;
        }
    }
}
