using System.Diagnostics;
using System.Globalization;

namespace Amqp1.Benchmarks.Processes;

/// <summary>Another process of this program. It ends with this process; if it does not, it is killed by its process ID.</summary>
internal sealed class ChildProcess : IWorkingProcess
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly Process _process;

    private ChildProcess(Process process, string ready)
    {
        _process = process;
        Ready = ready;
    }

    /// <summary>The text with which the child reported that it was ready, such as its address.</summary>
    public string Ready { get; }

    public TimeSpan CpuTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Completes when the child is ready. Throws if the child ends before that.</summary>
    public static async Task<ChildProcess> StartSelfAsync(IEnumerable<string> arguments, CancellationToken cancel)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.ArgumentList.Add(typeof(ChildProcess).Assembly.Location);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        var process = Process.Start(start) ?? throw new InvalidOperationException("A child process did not start.");
        try
        {
            while (await process.StandardOutput.ReadLineAsync(cancel).AsTask().WaitAsync(TimeSpan.FromSeconds(60), cancel) is { } line)
            {
                if (line.StartsWith(ChildHost.Ready, StringComparison.Ordinal))
                {
                    return new ChildProcess(process, line[ChildHost.Ready.Length..]);
                }
            }

            throw new InvalidOperationException($"The child process {string.Join(' ', start.ArgumentList.Skip(1))} ended before it was ready.");
        }
        catch
        {
            process.Kill();
            process.Dispose();
            throw;
        }
    }

    /// <summary>Returns the number of bytes that the child has allocated on its managed heap since it started.</summary>
    public async Task<long> AllocatedAsync(CancellationToken cancel) =>
        long.Parse((await AskAsync(ChildHost.Allocated, cancel))[0], CultureInfo.InvariantCulture);

    public async Task<List<string>> AskAsync(string question, CancellationToken cancel)
    {
        await _process.StandardInput.WriteLineAsync(question.AsMemory(), cancel);
        await _process.StandardInput.FlushAsync(cancel);
        var answer = new List<string>();
        while (await _process.StandardOutput.ReadLineAsync(cancel) is { } line)
        {
            if (line == ChildHost.EndOfAnswer)
            {
                return answer;
            }

            answer.Add(line);
        }

        throw new InvalidOperationException("The child process has ended.");
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
