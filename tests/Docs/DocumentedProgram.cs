using System.Diagnostics;
using System.Text;

namespace Amqp1.Docs.Tests;

/// <summary>A program of a document that runs as a process of its own, in an empty folder, with the libraries only.</summary>
internal sealed class DocumentedProgram : IAsyncDisposable
{
    private const string Name = "Documented";
    private const string Listening = "Now listening on: ";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly string[] Libraries = ["Amqp1.Abstractions", "Amqp1.Core", "Amqp1.Hosting", "Amqp1.Broker*", "Amqp1.Embedded", "Amqp.Net", "OpenTelemetry*", "YamlDotNet"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("amqp1-docs");
    private readonly StringBuilder _log = new();
    private Process? _process;

    private DocumentedProgram()
    {
    }

    /// <summary>The HTTP client that calls the program.</summary>
    public HttpClient Http { get; } = new() { Timeout = Patience };

    /// <summary>
    /// Completes when the program reports that it listens. Throws with the output of the program if it ends before that or takes longer
    /// than a minute.
    /// </summary>
    public static Task<DocumentedProgram> StartAsync(Snippet snippet, CancellationToken cancel) =>
        StartAsync(snippet, new Dictionary<string, string>(), cancel);

    /// <summary>Does the same as the other overload, with environment variables for the program.</summary>
    public static async Task<DocumentedProgram> StartAsync(Snippet snippet, IReadOnlyDictionary<string, string> environment, CancellationToken cancel)
    {
        var program = new DocumentedProgram();
        try
        {
            await program.MakeAsync(snippet, cancel);
            await program.RunAsync(environment, cancel);
            return program;
        }
        catch
        {
            await program.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (_process is { } process)
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None).WaitAsync(Patience, CancellationToken.None);
            process.Dispose();
        }

        _folder.Delete(recursive: true);
    }

    private async Task MakeAsync(Snippet snippet, CancellationToken cancel)
    {
        await SnippetCompiler.EmitAsync(snippet, Path.Combine(_folder.FullName, Name + ".dll"), cancel);
        foreach (var library in Libraries.SelectMany(library => Directory.EnumerateFiles(AppContext.BaseDirectory, library + ".dll")))
        {
            File.Copy(library, Path.Combine(_folder.FullName, Path.GetFileName(library)));
        }

        var runtime = $$"""
            { "runtimeOptions": { "frameworks": [{ "name": "Microsoft.NETCore.App", "version": "{{Environment.Version.ToString(2)}}.0" },
              { "name": "Microsoft.AspNetCore.App", "version": "{{Environment.Version.ToString(2)}}.0" }] } }
            """;
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, Name + ".runtimeconfig.json"), runtime, cancel);
    }

    private async Task RunAsync(IReadOnlyDictionary<string, string> environment, CancellationToken cancel)
    {
        var start = new ProcessStartInfo("dotnet", [Name + ".dll", "--urls", "http://127.0.0.1:0"])
        {
            WorkingDirectory = _folder.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment.Remove("Amqp1__TransportUrl");
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var listening = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Read(line.Data, listening);
        _process.ErrorDataReceived += (_, line) => Read(line.Data, listening);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();

        // This wait also ends the reading of the output.
        var ended = _process.WaitForExitAsync(cancel);
        try
        {
            await Task.WhenAny(listening.Task, ended).WaitAsync(Patience, cancel);
        }
        catch (TimeoutException)
        {
            throw new InvalidOperationException($"The program does not listen:\n{Log()}");
        }

        if (!listening.Task.IsCompletedSuccessfully)
        {
            throw new InvalidOperationException($"The program has ended:\n{Log()}");
        }

        Http.BaseAddress = new Uri(await listening.Task);
    }

    private void Read(string? line, TaskCompletionSource<string> listening)
    {
        lock (_log)
        {
            _log.AppendLine(line);
        }

        if (line?.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and var at)
        {
            listening.TrySetResult(line[(at + Listening.Length)..]);
        }
    }

    private string Log()
    {
        lock (_log)
        {
            return _log.ToString();
        }
    }
}
