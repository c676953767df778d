using System.Diagnostics;
using System.Text;

namespace Amqp1.Interop.Tests.Harness;

/// <summary>
/// A process that a test starts. Its output is read line by line, its errors are kept, and disposing it kills it if it has not ended.
/// </summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _errors = new();
    private readonly Action<string>? _onError;

    private ChildProcess(Process process, Action<string> onLine, Action<string>? onError)
    {
        _process = process;
        _onError = onError;
        Id = process.Id;
        Exited = RunAsync(onLine);
    }

    public int Id { get; }

    /// <summary>Completes with the exit code, after the last line of output.</summary>
    public Task<int> Exited { get; }

    /// <summary>The text that the process has written to its standard error so far.</summary>
    public string Errors
    {
        get
        {
            lock (_errors)
            {
                return _errors.ToString();
            }
        }
    }

    /// <summary>Starts the program and calls <paramref name="onLine"/> for each line of its output, one at a time.</summary>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="onLine">Receives the lines of the standard output.</param>
    /// <param name="environment">Further environment variables.</param>
    /// <param name="onError">Receives the lines of the standard error, which are kept in any case.</param>
    public static ChildProcess Start(
        string program, IEnumerable<string> arguments, Action<string> onLine, IReadOnlyDictionary<string, string>? environment = null, Action<string>? onError = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return new ChildProcess(Process.Start(start)!, onLine, onError);
    }

    /// <summary>Writes one line to the process and flushes it.</summary>
    public async Task WriteLineAsync(string line, CancellationToken cancel)
    {
        await _process.StandardInput.WriteLineAsync(line.AsMemory(), cancel);
        await _process.StandardInput.FlushAsync(cancel);
    }

    public void CloseInput() => _process.StandardInput.Close();

    /// <summary>Ends the process at once, as a crash of its machine would.</summary>
    public void Kill()
    {
        if (!Exited.IsCompleted)
        {
            _process.Kill();
        }
    }

    public async ValueTask DisposeAsync()
    {
        Kill();
        await Exited;
        _process.Dispose();
    }

    private async Task<int> RunAsync(Action<string> onLine)
    {
        // This code leaves the thread of the constructor, so that onLine never runs before the owner has this object.
        await Task.Yield();
        await Task.WhenAll(ReadAsync(_process.StandardOutput, onLine), ReadAsync(_process.StandardError, KeepError));
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    private void KeepError(string line)
    {
        lock (_errors)
        {
            _errors.AppendLine(line);
        }

        _onError?.Invoke(line);
    }

    private static async Task ReadAsync(StreamReader reader, Action<string> onLine)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            onLine(line);
        }
    }
}
