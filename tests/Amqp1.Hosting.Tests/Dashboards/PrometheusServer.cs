using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;

namespace Amqp1.Hosting.Tests.Dashboards;

/// <summary>A Prometheus that eng/install-peers has extracted. It scrapes one service and evaluates the alert rules of <c>deploy</c>.</summary>
internal sealed class PrometheusServer : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly Process _process;
    private readonly HttpClient _http;

    private PrometheusServer(DirectoryInfo folder, Process process, int port)
    {
        _folder = folder;
        _process = process;
        _http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
    }

    private static string Program => Path.Combine(PeerFolder.Path, "prometheus", "usr", "bin", "prometheus");

    /// <summary>Starts a server that scrapes a service. Completes when the server is ready. The test is skipped if it is not installed.</summary>
    public static async Task<PrometheusServer> StartAsync(Uri service, CancellationToken cancel)
    {
        Assert.SkipUnless(File.Exists(Program), $"Prometheus is not installed in {PeerFolder.Path} (eng/install-peers).");
        var folder = Directory.CreateTempSubdirectory("amqp1-prometheus-");
        var configuration = Path.Combine(folder.FullName, "prometheus.yml");

        // The collector of deploy/opentelemetry makes the name of the service a label, too.
        await File.WriteAllTextAsync(
            configuration,
            $$"""
            global: { scrape_interval: 500ms, scrape_timeout: 500ms, evaluation_interval: 1s }
            rule_files: ["{{DeployedQueries.RulesFile}}"]
            scrape_configs:
              - job_name: compute
                static_configs: [{ targets: ["{{service.Authority}}"], labels: { service_name: compute } }]
            """,
            cancel);
        var port = FreePort();
        var process = Process.Start(new ProcessStartInfo(
            Program,
            [$"--config.file={configuration}", $"--storage.tsdb.path={Path.Combine(folder.FullName, "data")}", $"--web.listen-address=127.0.0.1:{port}", "--log.level=error"]))!;
        var server = new PrometheusServer(folder, process, port);
        try
        {
            await server.WaitUntilAsync(async () => (await server._http.GetAsync("/-/ready", cancel)).IsSuccessStatusCode, cancel);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Returns the number of series in the result of a query. Fails if Prometheus refuses the query.</summary>
    public async Task<int> CountAsync(string query, CancellationToken cancel)
    {
        using var response = await _http.GetAsync($"/api/v1/query?query={Uri.EscapeDataString(query)}", cancel);
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>(cancel);
        answer.GetProperty("status").GetString().ShouldBe("success", $"{query}: {answer}");
        return answer.GetProperty("data").GetProperty("result").GetArrayLength();
    }

    /// <summary>Returns the alert rules with their health: <c>ok</c>, <c>err</c>, or <c>unknown</c> before their first evaluation.</summary>
    public async Task<IReadOnlyDictionary<string, string>> ReadRulesAsync(CancellationToken cancel)
    {
        var answer = await _http.GetFromJsonAsync<JsonElement>("/api/v1/rules", cancel);
        return answer.GetProperty("data").GetProperty("groups").EnumerateArray().SelectMany(group => group.GetProperty("rules").EnumerateArray())
            .ToDictionary(rule => rule.GetProperty("name").GetString()!, rule => rule.GetProperty("health").GetString()!);
    }

    /// <summary>Asks until the answer is yes. Prometheus reports neither its start nor its scrapes.</summary>
    public async Task WaitUntilAsync(Func<Task<bool>> isTrue, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(2 * Limits.Signal);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        do
        {
            try
            {
                if (await isTrue())
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                _process.HasExited.ShouldBeFalse("Prometheus has ended.");
            }
        }
        while (await tick.WaitForNextTickAsync(limit.Token));
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
