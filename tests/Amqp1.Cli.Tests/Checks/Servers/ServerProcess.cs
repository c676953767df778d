using System.Diagnostics;
using System.Text;

namespace Amqp1.Cli.Tests.Checks.Servers;

/// <summary>A real router or broker as a process, started by the command that an environment variable names, and killed at the end.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _log = new();
    private readonly List<string> _awaited;
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServerProcess(Process process, IEnumerable<string> awaited)
    {
        _process = process;
        _awaited = [.. awaited];
        process.OutputDataReceived += (_, line) => OnLine(line.Data);
        process.ErrorDataReceived += (_, line) => OnLine(line.Data);
        process.Exited += (_, _) => _ready.TrySetException(new InvalidOperationException($"The server has ended.\n{Log}"));
    }

    private string Log
    {
        get
        {
            lock (_log)
            {
                return _log.ToString();
            }
        }
    }

    /// <summary>Starts a server. Completes when its log contains all awaited texts.</summary>
    /// <param name="command">The program and its arguments, separated by spaces.</param>
    /// <param name="arguments">Further arguments.</param>
    /// <param name="awaited">The texts of the log that tell that the server is ready.</param>
    /// <param name="cancel">Cancels the wait.</param>
    public static async Task<ServerProcess> StartAsync(string command, IEnumerable<string> arguments, IEnumerable<string> awaited, CancellationToken cancel)
    {
        var words = command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var start = new ProcessStartInfo(words[0], [.. words[1..], .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        var server = new ServerProcess(process, awaited);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await server._ready.Task.WaitAsync(StartLimit, cancel);
            return server;
        }
        catch (TimeoutException)
        {
            await server.DisposeAsync();
            throw new TimeoutException($"The server did not start.\n{server.Log}");
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }

    private void OnLine(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_log)
        {
            _log.AppendLine(line);
            _awaited.RemoveAll(text => line.Contains(text, StringComparison.Ordinal));
            if (_awaited.Count == 0)
            {
                _ready.TrySetResult();
            }
        }
    }
}
