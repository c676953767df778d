using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace Amqp1.Docs.Tests;

/// <summary>
/// Starts a host with settings as a reader would, and returns its warnings about them. No server needs to listen at their URL.
/// </summary>
internal static class SettingsChecker
{
    /// <summary>
    /// Returns the warnings of the host, which are about keys that have no effect. Invalid values prevent the start of the host.
    /// </summary>
    public static async Task<IReadOnlyList<string>> WarningsOfAsync(Action<IConfigurationBuilder> add, CancellationToken cancel)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "docs" });
        builder.Configuration.AddInMemoryCollection([new("Amqp1:TransportUrl", "amqp://127.0.0.1:1")]);
        add(builder.Configuration);
        builder.Configuration.AddInMemoryCollection([new("Amqp1:Hosting:WaitForConnection", "false"), new("Amqp1:Hosting:DiscoverEndpoints", "false")]);
        builder.Services.AddFakeLogging();
        builder.Services.AddAmqp1Messaging().AddAmqp1EmbeddedRouter();
        using var host = builder.Build();
        await host.StartAsync(cancel);
        await host.StopAsync(cancel);
        return [.. host.Services.GetFakeLogCollector().GetSnapshot()
            .Where(record => record.Level >= LogLevel.Warning && record.Message.StartsWith("Configuration:", StringComparison.Ordinal))
            .Select(record => record.Message)];
    }
}
