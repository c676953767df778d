using System.Diagnostics;
using System.Globalization;
using Amqp1.Benchmarks.Contenders;
using Amqp1.Benchmarks.Measuring;

namespace Amqp1.Benchmarks;

/// <summary>
/// The comparison of calls of this driver with calls of Python's driver, to the same server through the same intermediary, in turns.
/// </summary>
internal static class PythonComparison
{
    private const string Python = "/usr/bin/python3";

    /// <summary>
    /// Returns how many times as many calls a contender with this driver makes; null if Python's driver or the intermediary is not
    /// installed.
    /// </summary>
    public static async Task<double?> RatioAsync(BenchmarkOptions options, string contender)
    {
        if (!await HasDriverAsync())
        {
            return null;
        }

        var (own, python, _, _) = await MeasureAsync(options, contender);
        return own.Count == 0 ? null : Report.Median(own.Select(sample => sample.Rate)) / Report.Median(python.Select(figures => figures[0]));
    }

    public static async Task<int> RunAsync(BenchmarkOptions options)
    {
        if (!await HasDriverAsync())
        {
            await Console.Error.WriteLineAsync($"{Python} with oslo_messaging is not here: nothing to compare with.");
            return 1;
        }

        var (own, python, concurrency, absent) = await MeasureAsync(options, ContenderFactory.Full);
        var rate = Report.Median(own.Select(sample => sample.Rate));
        var pythonRate = Report.Median(python.Select(figures => figures[0]));
        Console.WriteLine(Report.Headline(options, absent));
        Console.WriteLine();
        Console.WriteLine($"| client, c={concurrency} | calls per second | p50 us | p99 us | client us |");
        Console.WriteLine("|---|--:|--:|--:|--:|");
        Console.WriteLine(Row("this driver", [rate, Median(own, sample => sample.P50), Median(own, sample => sample.P99), Median(own, sample => sample.ClientCpu)]));
        Console.WriteLine(Row("Python's driver", [.. Enumerable.Range(0, 4).Select(i => Report.Median(python.Select(figures => figures[i])))]));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\nratio of the rates: {rate / pythonRate:f1}"));
        return 0;
    }

    private static async Task<(List<Sample> Own, List<double[]> Python, int Concurrency, List<string> Absent)> MeasureAsync(
        BenchmarkOptions options, string contender)
    {
        options = options with { Contenders = [contender], Operations = [Operation.Call] };
        using var limit = new CancellationTokenSource(options.TotalLimit * 2);
        await using var field = await Field.OpenAsync(options, limit.Token);
        var concurrency = options.Concurrency.Contains(64) ? 64 : options.Concurrency[0];
        if (field.Lanes.Count == 0)
        {
            return ([], [], concurrency, field.Absent);
        }

        await CellRunner.RunAsync(field.Lanes[0], Operation.Call, concurrency, options.Duration, field.Router, limit.Token);
        var own = new List<Sample>();
        var python = new List<double[]>();
        for (var round = 0; round < options.Rounds; round++)
        {
            own.Add(await CellRunner.RunAsync(field.Lanes[0], Operation.Call, concurrency, options.Duration, field.Router, limit.Token));
            python.Add(await RunPythonAsync(field.Lanes[0].Url, concurrency, options, limit.Token));
        }

        return (own, python, concurrency, field.Absent);
    }

    private static double Median(IEnumerable<Sample> samples, Func<Sample, double> figure) => Report.Median(samples.Select(figure));

    private static string Row(string name, double[] figures) =>
        $"| {name} | {string.Join(" | ", figures.Select(figure => figure.ToString("f0", CultureInfo.InvariantCulture)))} |";

    private static async Task<bool> HasDriverAsync()
    {
        if (!File.Exists(Python))
        {
            return false;
        }

        using var process = Start(["-c", "import oslo_messaging._drivers.amqp1_driver"]);
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0;
    }

    /// <summary>Returns calls per second, p50, p99 and client CPU time in microseconds.</summary>
    private static async Task<double[]> RunPythonAsync(string url, int concurrency, BenchmarkOptions options, CancellationToken cancel)
    {
        var script = Path.Combine(AppContext.BaseDirectory, "python", "call_loop.py");
        using var process = Start([
            script, url, FullStackServer.Topic, $"{concurrency}", options.Duration.TotalSeconds.ToString(CultureInfo.InvariantCulture), $"{options.PayloadSize}"]);
        try
        {
            var output = await process.StandardOutput.ReadToEndAsync(cancel);
            await process.WaitForExitAsync(cancel);
            return process.ExitCode == 0
                ? [.. output.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(figure => double.Parse(figure, CultureInfo.InvariantCulture))]
                : throw new InvalidOperationException("The Python client failed.");
        }
        catch
        {
            if (!process.HasExited)
            {
                process.Kill();
            }

            throw;
        }
    }

    private static Process Start(IEnumerable<string> arguments) =>
        Process.Start(new ProcessStartInfo(Python, arguments) { RedirectStandardOutput = true })
        ?? throw new InvalidOperationException("Python did not start.");
}
