using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Amqp1.Hosting.Tests;

/// <summary>Builds hosts that find only the endpoints that they are given.</summary>
internal static class TestHost
{
    public static readonly (string, string?) Wait = ("Amqp1:Hosting:WaitForConnection", "true");

    public static HostApplicationBuilder CreateBuilder(params (string Key, string? Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "hosting-tests" });
        foreach (var (key, value) in settings)
        {
            builder.Configuration[key] = value;
        }

        builder.Configuration["Amqp1:Hosting:DiscoverEndpoints"] = "false";
        return builder;
    }

    public static IHost Build(Action<IAmqp1MessagingBuilder> add, params (string Key, string? Value)[] settings)
    {
        var builder = CreateBuilder(settings);
        add(builder.Services.AddAmqp1Messaging());
        return builder.Build();
    }

    /// <summary>Starts a host with a router of its own. Returns when it listens.</summary>
    public static async Task<IHost> StartAsync(Action<IAmqp1MessagingBuilder> add, params (string Key, string? Value)[] settings)
    {
        var host = Build(messaging => add(messaging.AddAmqp1EmbeddedRouter()), [Wait, .. settings]);
        using var limit = new CancellationTokenSource(Limits.Signal);
        await host.StartAsync(limit.Token);
        return host;
    }
}
