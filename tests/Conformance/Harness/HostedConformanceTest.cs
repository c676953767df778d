using Amqp1.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Amqp1.Conformance.Tests.Harness;

/// <summary>A conformance test with one side in a host.</summary>
public abstract class HostedConformanceTest : ConformanceTest
{
    private protected HostedConformanceTest(ConformanceFixture fixture)
        : base(fixture)
    {
    }

    /// <summary>Starts a host. Completes when its servers listen.</summary>
    /// <param name="add">Adds endpoints and features.</param>
    /// <param name="url">A URL that leads to the intermediary; null for that of the intermediary.</param>
    /// <param name="settings">Settings by their keys.</param>
    private protected async Task<IHost> StartHostAsync(
        Action<IAmqp1MessagingBuilder> add, string? url = null, params (string Key, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "conformance-tests" });
        builder.Configuration["Amqp1:TransportUrl"] = UrlOf(url ?? await UrlAsync());
        builder.Configuration["Amqp1:Hosting:DiscoverEndpoints"] = "false";
        builder.Configuration["Amqp1:Hosting:WaitForConnection"] = "true";
        builder.Configuration["Amqp1:Connection:RetryInterval"] = "00:00:00.100";
        foreach (var (key, value) in settings)
        {
            builder.Configuration[key] = value;
        }

        add(builder.Services.AddAmqp1Messaging());
        var host = builder.Build();
        await host.StartAsync(Limit);
        return host;
    }

    private protected static IAmqp1MessagingBuilder AddGated(IAmqp1MessagingBuilder messaging, Gate gate)
    {
        messaging.Services.AddSingleton(gate);
        return messaging.AddEndpoint<GatedEndpoint>();
    }
}
