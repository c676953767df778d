using System.Diagnostics;
using Amqp1.Benchmarks.Measuring;
using Amqp1.Benchmarks.Processes;

namespace Amqp1.Benchmarks;

/// <summary>The main mode. Every contender, operation and concurrency is measured in rounds, so that noise affects all alike.</summary>
internal static class Comparison
{
    private const int WarmUpConcurrency = 64;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);

    public static async Task<int> RunAsync(BenchmarkOptions options)
    {
        var absent = new List<string>();
        var samples = await MeasureAsync(options, absent);
        Console.WriteLine(Report.Headline(options, absent));
        Console.WriteLine();
        Console.Write(Report.Table(samples));
        return 0;
    }

    /// <summary>Measures all combinations.</summary>
    /// <param name="options">The options.</param>
    /// <param name="absent">Gets the contenders that could not take part, with the reason.</param>
    public static async Task<IReadOnlyCollection<Sample>> MeasureAsync(BenchmarkOptions options, List<string> absent)
    {
        using var limit = new CancellationTokenSource(options.TotalLimit);
        var started = Stopwatch.GetTimestamp();
        await using var field = await Field.OpenAsync(options, limit.Token);
        foreach (var lane in field.Lanes)
        {
            foreach (var operation in options.Operations)
            {
                // There are two turns, so that the code that the JIT compiles again during the first is in place in the second.
                await CellRunner.RunAsync(lane, operation, WarmUpConcurrency, WarmUp, field.Router, limit.Token);
                await CellRunner.RunAsync(lane, operation, WarmUpConcurrency, WarmUp, field.Router, limit.Token);
            }
        }

        var samples = new List<Sample>();
        for (var round = 0; round < options.Rounds; round++)
        {
            foreach (var operation in options.Operations)
            {
                foreach (var concurrency in options.Concurrency)
                {
                    for (var i = 0; i < field.Lanes.Count; i++)
                    {
                        // Each round begins with another contender, so that no contender always runs after the same neighbour.
                        var lane = field.Lanes[(i + round) % field.Lanes.Count];
                        samples.Add(await CellRunner.RunAsync(lane, operation, concurrency, options.Duration, field.Router, limit.Token));
                    }
                }
            }

            await Console.Error.WriteLineAsync($"round {round + 1} of {options.Rounds}, {Stopwatch.GetElapsedTime(started).TotalSeconds:f0} s");
        }

        absent.AddRange(field.Absent);
        return samples;
    }
}
