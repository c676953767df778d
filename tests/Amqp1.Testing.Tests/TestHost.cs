using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Amqp1.Testing.Tests;

/// <summary>An application under test, configured for a router that does not exist.</summary>
internal static class TestHost
{
    public static async Task<IHost> StartAsync(TestRouter router, CancellationToken cancel)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "application" });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Amqp1:TransportUrl"] = "amqp://nowhere.invalid",
            ["Amqp1:Notifications:TransportUrl"] = "amqp://elsewhere.invalid",
            ["Amqp1:Hosting:DiscoverEndpoints"] = "false",
        });
        builder.Services.AddAmqp1Messaging().WithPublisherId("application.host-1");
        builder.Services.UseAmqp1TestRouter(router);
        var host = builder.Build();
        await host.StartAsync(cancel);
        return host;
    }
}
