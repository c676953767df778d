using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Amqp1.Benchmarks.Contenders;
using Amqp1.Benchmarks.Measuring;
using Amqp1.Benchmarks.Recording;

namespace Amqp1.Benchmarks;

/// <summary>Measures all contenders and writes the results, with charts and verdicts, into a folder.</summary>
internal static class Recorder
{
    private const string JsonFile = "results.json";
    private const string PageFile = "results.md";

    /// <summary>The contenders whose notifications the embedded broker stores. Their calls are routed like those of the first run.</summary>
    private static readonly string[] StoredNotifications = [ContenderFactory.Broker, ContenderFactory.BrokerDurable];

    public static async Task<int> RunAsync(BenchmarkOptions options, string folder)
    {
        Directory.CreateDirectory(folder);
        var load = await MachineLoad.MeasureAsync(CancellationToken.None);
        await Console.Error.WriteLineAsync($"The machine is {load}.{(load.IsQuiet ? "" : " Rates, latencies and verdicts of this run mean little.")}");

        var absent = new List<string>();
        var cells = new List<Cell>();
        options = options with { PayloadSize = Recording.Recording.Payload };
        cells.AddRange(Cell.Of(await Comparison.MeasureAsync(options, absent), options.PayloadSize));
        var stored = options with { Contenders = StoredNotifications, Operations = [Operation.Notify] };
        cells.AddRange(Cell.Of(await Comparison.MeasureAsync(stored, absent), options.PayloadSize));
        foreach (var (size, _) in LargePayloads.Sizes)
        {
            var large = options with
            {
                PayloadSize = size,
                Contenders = LargePayloads.ContendersOf(size),
                Operations = [Operation.Call],
                Concurrency = [LargePayloads.Concurrency],
            };
            cells.AddRange(Cell.Of(await Comparison.MeasureAsync(large, []), size));
        }

        var run = new Recording.Recording(
            DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            $"{await ProcessorAsync()}, {Environment.ProcessorCount} cores, {RuntimeInformation.FrameworkDescription}",
            string.Create(CultureInfo.InvariantCulture, $"median of {options.Rounds} rounds of {options.Duration.TotalSeconds} s, {(options.Url is null ? "embedded router" : "router given by URL")}"),
            load,
            absent,
            await PythonComparison.RatioAsync(options, ContenderFactory.Full),
            await PythonComparison.RatioAsync(options, ContenderFactory.Rabbit),
            cells);
        var worse = await ReadAsync(folder) is { } before ? Changes.Worse(before, run) : null;
        await WriteAsync(run, worse, folder);

        foreach (var budget in Budget.Of(run).Where(budget => budget.Verdict != "met"))
        {
            var measured = budget.Measured is { } figure ? Budget.Format(figure) : "-";
            Console.WriteLine($"{budget.Verdict.Trim('*')}: {budget.Text}, c={budget.Concurrency}: {measured}, required {(budget.IsMinimum ? ">=" : "<=")} {Budget.Format(budget.Limit)} {budget.Unit}");
        }

        foreach (var change in worse ?? [])
        {
            Console.WriteLine($"worse than before: {change}");
        }

        Console.WriteLine($"Results are in {Path.Combine(folder, PageFile)}.");
        return 0;
    }

    private static async Task<Recording.Recording?> ReadAsync(string folder)
    {
        var file = Path.Combine(folder, JsonFile);
        return File.Exists(file) ? JsonSerializer.Deserialize(await File.ReadAllTextAsync(file), RecordingJson.Default.Recording) : null;
    }

    private static async Task WriteAsync(Recording.Recording run, IReadOnlyList<string>? worse, string folder)
    {
        await File.WriteAllTextAsync(Path.Combine(folder, JsonFile), JsonSerializer.Serialize(run, RecordingJson.Default.Recording) + "\n");
        await File.WriteAllTextAsync(Path.Combine(folder, PageFile), Page.Write(run, worse));
        await Charts.WriteAsync(run, folder, CancellationToken.None);
    }

    private static async Task<string> ProcessorAsync()
    {
        const string Model = "model name";
        var line = (await File.ReadAllLinesAsync("/proc/cpuinfo")).FirstOrDefault(line => line.StartsWith(Model, StringComparison.Ordinal));
        return line is null ? RuntimeInformation.ProcessArchitecture.ToString() : line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }
}
