using System.Diagnostics;
using System.Globalization;

namespace Amqp1.Cli.Tests;

/// <summary>
/// The built tool as a process, with redirected input and output: the assembly beside the tests, or the program that AMQP1_TEST_TOOL names.
/// </summary>
internal sealed class CliProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<string> _error;

    private CliProcess(Process process)
    {
        _process = process;
        _error = process.StandardError.ReadToEndAsync();
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Runs the tool to its end.</summary>
    public static Task<CliResult> RunAsync(params string[] args) => RunWithInputAsync("", args);

    /// <summary>Runs the tool to its end with a text as its standard input.</summary>
    public static async Task<CliResult> RunWithInputAsync(string input, params string[] args)
    {
        await using var tool = Start(args);
        await tool._process.StandardInput.WriteAsync(input.AsMemory(), Cancel);
        return await tool.EndAsync();
    }

    /// <summary>Starts the tool.</summary>
    public static CliProcess Start(params string[] args) => Start(new Dictionary<string, string>(), args);

    /// <summary>Starts the tool with more environment variables.</summary>
    public static CliProcess Start(IReadOnlyDictionary<string, string> environment, params string[] args)
    {
        var tool = Environment.GetEnvironmentVariable("AMQP1_TEST_TOOL");
        var start = string.IsNullOrEmpty(tool)
            ? new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "amqp1.dll"), .. args])
            : new ProcessStartInfo(tool, args);
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new CliProcess(Process.Start(start)!);
    }

    /// <summary>Returns the next line of standard output. Fails when there is none.</summary>
    public async Task<string> ReadLineAsync() =>
        await _process.StandardOutput.ReadLineAsync(Cancel) ?? throw new InvalidOperationException($"The tool ended: {await _error.WaitAsync(Cancel)}");

    /// <summary>Asks the tool to end, as a terminal or systemd does, and returns its end.</summary>
    /// <param name="signal">The name of the signal: <c>INT</c> or <c>TERM</c>.</param>
    public async Task<CliResult> StopAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(Cancel);
        return await EndAsync();
    }

    /// <summary>Waits for the end of the tool.</summary>
    public async Task<CliResult> EndAsync()
    {
        _process.StandardInput.Close();
        var output = await _process.StandardOutput.ReadToEndAsync(Cancel);
        await _process.WaitForExitAsync(Cancel);
        return new CliResult(_process.ExitCode, output, await _error.WaitAsync(Cancel));
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }
}
