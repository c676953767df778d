using System.Text.Json;
using Amqp1.Hosting.Tests.Hosts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Amqp1.Hosting.Tests;

/// <summary>Tests of the active probe of the RPC health check.</summary>
public sealed class HealthProbeTests : IDisposable
{
    private readonly CancellationTokenSource _limit = new(Limits.Signal);

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public async Task A_server_that_answers_is_healthy_whether_it_serves_the_ping_or_not(string pingEnabled)
    {
        using var host = await StartAsync("greeter", "00:00:20", ("Amqp1:Rpc:PingEnabled", pingEnabled));
        var entry = await CheckAsync(host);

        entry.Status.ShouldBe(HealthStatus.Healthy);
        entry.Data["probe"].ShouldBe("greeter");
        entry.Data["probeMilliseconds"].ShouldBeOfType<double>();
        await host.StopAsync(_limit.Token);
    }

    [Fact]
    public async Task Nobody_who_answers_is_unhealthy()
    {
        using var host = await StartAsync("nobody", "00:00:00.050");
        var entry = await CheckAsync(host);

        entry.Status.ShouldBe(HealthStatus.Unhealthy);
        entry.Description.ShouldNotBeNull().ShouldContain("The probe of nobody failed");
        entry.Data["probeError"].ShouldBeOfType<string>().ShouldNotBeEmpty();
        await host.StopAsync(_limit.Token);
    }

    [Fact]
    public async Task It_passes_no_filter()
    {
        var passed = 0;
        using var host = await StartAsync("greeter", "00:00:20", add: messaging => messaging.AddFilter((context, next) =>
        {
            Interlocked.Increment(ref passed);
            return next(context);
        }));

        (await CheckAsync(host)).Status.ShouldBe(HealthStatus.Healthy);
        await host.StopAsync(_limit.Token);
        passed.ShouldBe(0);
    }

    [Fact]
    public async Task The_data_can_be_written_as_json_value_by_value()
    {
        using var host = await StartAsync("greeter", "00:00:20");
        var entry = await CheckAsync(host);

        // AspNetCore.HealthChecks.UI.Client serializes the data in this way, as a dictionary of objects.
        var json = JsonSerializer.Serialize(entry.Data);
        JsonDocument.Parse(json).RootElement.EnumerateObject().ShouldAllBe(value => value.Value.ValueKind == JsonValueKind.String || value.Value.ValueKind == JsonValueKind.Number);
        await host.StopAsync(_limit.Token);
    }

    public void Dispose() => _limit.Dispose();

    private static Task<IHost> StartAsync(string topic, string timeout, (string, string?) setting = default, Action<IAmqp1MessagingBuilder>? add = null) => TestHost.StartAsync(
        messaging =>
        {
            messaging.AddGreeter();
            add?.Invoke(messaging);
        },
        [("Amqp1:Hosting:HealthProbe:Topic", topic), ("Amqp1:Hosting:HealthProbe:Timeout", timeout), .. setting.Item1 is null ? [] : new[] { setting }]);

    private async Task<HealthReportEntry> CheckAsync(IHost host)
    {
        var report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(_limit.Token);
        report.Entries["amqp1-notify"].Data.ContainsKey("probe").ShouldBeFalse();
        return report.Entries["amqp1-rpc"];
    }
}
