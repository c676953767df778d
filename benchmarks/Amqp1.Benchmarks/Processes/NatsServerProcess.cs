using System.Diagnostics;

namespace Amqp1.Benchmarks.Processes;

/// <summary>A nats-server on a free port of the loopback interface.</summary>
internal sealed class NatsServerProcess : IWorkingProcess
{
    private readonly Process _process;

    private NatsServerProcess(Process process, string url)
    {
        _process = process;
        Url = url;
    }

    public string Url { get; }

    public TimeSpan CpuTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>
    /// Returns the path of nats-server, from PATH, the folder where distributions install daemons, or the peers that eng/install-peers installs;
    /// null if it is not installed.
    /// </summary>
    public static string? FindBinary() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/sbin").Append(Path.Combine(PeerFolder.Path, "nats-server", "usr", "sbin"))
            .Select(folder => Path.Combine(folder, "nats-server"))
            .FirstOrDefault(File.Exists);

    /// <summary>Completes when the server listens. Throws if it ends before that.</summary>
    public static async Task<NatsServerProcess> StartAsync(string binary, CancellationToken cancel)
    {
        var port = FreePort.Find();
        var start = new ProcessStartInfo(binary) { RedirectStandardError = true };
        foreach (var argument in new[] { "--addr", "127.0.0.1", "--port", $"{port}" })
        {
            start.ArgumentList.Add(argument);
        }

        var process = Process.Start(start) ?? throw new InvalidOperationException("nats-server did not start.");
        while (await process.StandardError.ReadLineAsync(cancel).AsTask().WaitAsync(TimeSpan.FromSeconds(30), cancel) is { } line)
        {
            if (line.Contains("Server is ready", StringComparison.Ordinal))
            {
                return new NatsServerProcess(process, $"nats://127.0.0.1:{port}");
            }
        }

        process.Dispose();
        throw new InvalidOperationException("nats-server ended before it was ready.");
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
