using System.Net.Http.Json;
using Amqp1.Hosting.Tests.Compute;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;

namespace Amqp1.Hosting.Tests.Dashboards;

/// <summary>ComputeService on a port, with an exporter that Prometheus scrapes, after some calls and notifications.</summary>
internal sealed class ScrapedCompute : IAsyncDisposable
{
    private readonly ComputeApplication _application = new();
    private readonly WebApplicationFactory<Program> _scraped;

    private ScrapedCompute()
    {
        _scraped = _application.WithWebHostBuilder(builder => builder.ConfigureTestServices(services =>
        {
            services.ConfigureOpenTelemetryMeterProvider(metrics => metrics.AddPrometheusExporter(exporter => exporter.ScrapeResponseCacheDurationMilliseconds = 0));
            services.AddSingleton<IStartupFilter, ScrapingEndpoint>();
        }));
        _scraped.UseKestrel(0);
        Http = _scraped.CreateClient();
    }

    /// <summary>A client of the service.</summary>
    public HttpClient Http { get; }

    /// <summary>Starts the service and lets it work.</summary>
    public static async Task<ScrapedCompute> StartAsync(CancellationToken cancel)
    {
        var compute = new ScrapedCompute();
        try
        {
            await compute.WorkAsync(cancel);
            return compute;
        }
        catch
        {
            await compute.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes a call that succeeds and emits a notification.</summary>
    public async Task WorkAsync(CancellationToken cancel)
    {
        using var built = await Http.PostAsJsonAsync("/instances", new { name = "web", flavor = new { vcpus = 1 } }, cancel);
        built.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _scraped.DisposeAsync();
        await _application.DisposeAsync();
    }

    private sealed class ScrapingEndpoint : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => application =>
        {
            application.UseOpenTelemetryPrometheusScrapingEndpoint();
            next(application);
        };
    }
}
