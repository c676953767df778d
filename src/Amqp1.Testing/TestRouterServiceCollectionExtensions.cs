using Amqp1.Configuration;
using Amqp1.Hosting;
using Amqp1.Testing;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Connects an application under test to a <see cref="TestRouter"/>.</summary>
public static class TestRouterServiceCollectionExtensions
{
    /// <summary>
    /// Connects every bus of the application, for RPC and notifications, to the router, regardless of the configuration. The start of the
    /// host waits until the application is connected and serves. If <see cref="TestRouterOptions.TimeProvider"/> is set, it is registered
    /// as the clock. The method may be called before or after <c>AddAmqp1Messaging()</c>.
    /// </summary>
    /// <param name="services">The services of the application.</param>
    /// <param name="router">The router. The caller disposes of it after the application.</param>
    public static IServiceCollection UseAmqp1TestRouter(this IServiceCollection services, TestRouter router)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(router);
        services.PostConfigureAll<Amqp1Options>(options =>
        {
            options.TransportUrl = router.TransportUrl;
            options.Notifications.TransportUrl = null;
        });
        services.PostConfigureAll<Amqp1HostingOptions>(options => options.WaitForConnection = true);
        if (router.TimeProvider is { } time)
        {
            services.Replace(ServiceDescriptor.Singleton(time));
        }

        return services;
    }
}
