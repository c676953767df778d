using System.Globalization;

namespace Amqp1.Benchmarks.Recording;

/// <summary>The work of other processes, measured while this one waits.</summary>
/// <param name="Busy">The used share of all cores, from 0 to 1.</param>
/// <param name="Average">The load average of the last minute.</param>
/// <param name="Cores">The number of cores.</param>
internal sealed record MachineLoad(double Busy, double Average, int Cores)
{
    private const double MostBusy = 0.1;
    private static readonly TimeSpan Observation = TimeSpan.FromSeconds(3);

    /// <summary>Whether the rates of a run are meaningful.</summary>
    public bool IsQuiet => Busy <= MostBusy;

    /// <summary>Observes the machine for three seconds.</summary>
    public static async Task<MachineLoad> MeasureAsync(CancellationToken cancel)
    {
        var (busyBefore, allBefore) = await ReadAsync(cancel);
        await Task.Delay(Observation, cancel);
        var (busy, all) = await ReadAsync(cancel);
        var average = (await File.ReadAllTextAsync("/proc/loadavg", cancel)).Split(' ')[0];
        return new MachineLoad(
            (double)(busy - busyBefore) / Math.Max(1, all - allBefore),
            double.Parse(average, CultureInfo.InvariantCulture),
            Environment.ProcessorCount);
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{(IsQuiet ? "quiet" : "NOT QUIET")} (other processes used {Busy:p0} of {Cores} cores, load average {Average:f1})");

    /// <summary>Reads the ticks of all cores: those spent on work, and all of them.</summary>
    private static async Task<(long Busy, long All)> ReadAsync(CancellationToken cancel)
    {
        var line = (await File.ReadAllLinesAsync("/proc/stat", cancel))[0];
        long[] ticks = [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(field => long.Parse(field, CultureInfo.InvariantCulture))];
        var all = ticks.Take(8).Sum();
        return (all - ticks[3] - ticks[4], all);
    }
}
