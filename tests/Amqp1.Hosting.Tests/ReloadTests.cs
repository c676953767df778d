using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Amqp1.Hosting.Tests;

/// <summary>Tests that the settings of the start stay in force when the configuration changes while the host runs.</summary>
public sealed class ReloadTests
{
    [Theory]
    [InlineData(null, "UnhealthyAfter", "-00:00:30")]
    [InlineData(null, "UnhealthyAfter", "thirty seconds")]
    [InlineData(null, "HealthProbe:Timeout", "00:00:00")]
    [InlineData(null, "HealthProbe:Topic", "nobody")]
    [InlineData(null, "ServerName", "")]
    [InlineData("billing", "UnhealthyAfter", "-00:00:30")]
    [InlineData("billing", "HealthProbe:Topic", "nobody")]
    public async Task An_edit_changes_nothing_before_the_next_start(string? key, string name, string value)
    {
        using var limit = new CancellationTokenSource(Limits.Signal);
        var builder = TestHost.CreateBuilder(TestHost.Wait, ("Amqp1:billing:Hosting:WaitForConnection", "true"));
        builder.Services.AddAmqp1Messaging().AddAmqp1EmbeddedRouter();
        builder.Services.AddAmqp1Messaging("billing");
        using var host = builder.Build();
        await host.StartAsync(limit.Token);
        var checks = host.Services.GetRequiredService<HealthCheckService>();
        (await checks.CheckHealthAsync(limit.Token)).Status.ShouldBe(HealthStatus.Healthy);

        builder.Configuration[$"Amqp1:{(key is null ? "" : key + ":")}Hosting:{name}"] = value;
        try
        {
            ((IConfigurationRoot)builder.Configuration).Reload();
        }
        catch (Exception refused) when (refused is AggregateException or Microsoft.Extensions.Options.OptionsValidationException or InvalidOperationException)
        {
            // The options themselves may refuse the edit. The test checks the behaviour of messaging after that.
        }

        (await checks.CheckHealthAsync(limit.Token)).Status.ShouldBe(HealthStatus.Healthy);
        await host.StopAsync(limit.Token);
    }
}
