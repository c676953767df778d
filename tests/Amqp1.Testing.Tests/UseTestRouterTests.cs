using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Amqp1.Testing.Tests;

public sealed class UseTestRouterTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_bus_of_an_application_goes_to_the_router_and_is_open_when_the_host_has_started()
    {
        await using var router = await TestRouter.StartAsync(cancel: Cancel);
        using var host = new HostBuilder()
            .UseAmqp1TestRouter(router)
            .ConfigureServices(services =>
            {
                services.AddAmqp1Messaging();
                services.AddAmqp1Messaging("billing");
            })
            .Build();
        await host.StartAsync(Cancel);

        foreach (var transport in new[]
        {
            host.Services.GetRequiredService<MessagingTransport>(),
            host.Services.GetRequiredKeyedService<MessagingTransport>("billing"),
        })
        {
            transport.Url.ShouldBe(TransportUrl.Parse(router.TransportUrl));
            transport.Status.State.ShouldBe(ConnectionState.Open);
        }

        await host.StopAsync(Cancel);
    }
}
