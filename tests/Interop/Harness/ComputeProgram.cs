using System.Net.Http.Json;
using System.Text.Json;

namespace Amqp1.Interop.Tests.Harness;

/// <summary>The built program of <c>examples/ComputeService</c> on given message buses.</summary>
internal sealed class ComputeProgram : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";
    private const string Started = "Application started";

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(200);

    private readonly ChildProcess _process;
    private readonly HttpClient _http;

    private ComputeProgram(ChildProcess process, string url)
    {
        _process = process;
        _http = new HttpClient { BaseAddress = new Uri(url), Timeout = Limits.Signal };
    }

    /// <summary>Starts the program. Completes when it is connected and serves.</summary>
    public static async Task<ComputeProgram> StartAsync(string rpcUrl, string notifyUrl, CancellationToken cancel)
    {
        var folder = RepositoryRoot.Locate("examples", "ComputeService");
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var url = "";
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = ChildProcess.Start(
            "dotnet",
            [Path.Combine(folder, "bin", configuration, "net10.0", "ComputeService.dll"), "--contentRoot", folder, "--urls", "http://127.0.0.1:0"],
            line =>
            {
                if (line.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and var at)
                {
                    url = line[(at + Listening.Length)..].Trim();
                }
                else if (line.Contains(Started, StringComparison.Ordinal))
                {
                    started.TrySetResult();
                }
            },
            new Dictionary<string, string>
            {
                ["Amqp1__TransportUrl"] = rpcUrl,
                ["Amqp1__Notifications__TransportUrl"] = notifyUrl,
                ["Amqp1__Hosting__WaitForConnection"] = "true",
            });
        try
        {
            await Task.WhenAny(started.Task, process.Exited).WaitAsync(Limits.BrokerStart, cancel);
            process.Exited.IsCompleted.ShouldBeFalse(process.Errors);
            return new ComputeProgram(process, url);
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Returns what the Python client of the example prints after a call that builds an instance.</summary>
    public static async Task<string> CallFromPythonAsync(string rpcUrl, string name, CancellationToken cancel)
    {
        var output = new List<string>();
        await using var process = ChildProcess.Start(
            PeerRequirements.Python, [RepositoryRoot.Locate("examples", "ComputeService", "python", "call_compute.py"), "--url", rpcUrl, "build", name], output.Add);
        (await process.Exited.WaitAsync(Limits.BrokerStart, cancel)).ShouldBe(0, process.Errors);
        return string.Join('\n', output);
    }

    /// <summary>Returns the health of the program.</summary>
    public async Task<string?> HealthAsync(CancellationToken cancel) =>
        (await _http.GetFromJsonAsync<JsonElement>("/health", cancel)).GetProperty("status").GetString();

    /// <summary>Builds an instance over HTTP, which the program does by a call over the bus.</summary>
    public async Task<JsonElement> BuildAsync(string name, CancellationToken cancel)
    {
        using var response = await _http.PostAsJsonAsync("/instances", new { name, flavor = new { vcpus = 1 } }, cancel);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<JsonElement>(cancel);
    }

    /// <summary>Returns the first entry of the audit log that is wanted. The program has no event for a new one.</summary>
    public async Task<JsonElement> AuditAsync(Func<JsonElement, bool> isWanted, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Limits.Signal);
        using var tick = new PeriodicTimer(Tick);
        while (true)
        {
            var entries = await _http.GetFromJsonAsync<JsonElement>("/audit", limit.Token);
            if (entries.EnumerateArray().Where(isWanted).Take(1).ToArray() is [var found])
            {
                return found;
            }

            await tick.WaitForNextTickAsync(limit.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _process.DisposeAsync();
    }
}
