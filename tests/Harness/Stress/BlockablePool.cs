using System.Diagnostics;

namespace Amqp1.Tests.Harness.Stress;

/// <summary>A process whose thread pool a test can block without an effect on other tests.</summary>
internal sealed class BlockablePool : IAsyncDisposable
{
    private readonly Process _process;

    private BlockablePool(Process process) => _process = process;

    /// <summary>True if the process is still running.</summary>
    public bool Runs => !_process.HasExited;

    public static BlockablePool Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Amqp1.PoolProcess.dll"), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };

        // The number of processors determines the smallest pool that is possible.
        start.Environment["DOTNET_PROCESSOR_COUNT"] = "2";
        return new BlockablePool(Process.Start(start)!);
    }

    /// <summary>The number of methods or work items that block the whole pool.</summary>
    public const int Threads = 2;

    public async Task<string> ReadLineAsync(CancellationToken cancel) =>
        await _process.StandardOutput.ReadLineAsync(cancel) ?? throw new InvalidOperationException("The process has ended.");

    /// <summary>Reads lines until this line has been read.</summary>
    public async Task UntilAsync(string line, CancellationToken cancel)
    {
        while (await ReadLineAsync(cancel) != line)
        {
        }
    }

    public async Task TellAsync(string command)
    {
        await _process.StandardInput.WriteLineAsync(command);
        await _process.StandardInput.FlushAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
