using Amqp1.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Extensions.Hosting;

/// <summary>Connects a host under test to a <see cref="TestRouter"/>.</summary>
public static class TestRouterHostBuilderExtensions
{
    /// <inheritdoc cref="TestRouterServiceCollectionExtensions.UseAmqp1TestRouter"/>
    /// <param name="builder">The builder of the host.</param>
    /// <param name="router">The router. The caller disposes of it after the host.</param>
    public static IHostBuilder UseAmqp1TestRouter(this IHostBuilder builder, TestRouter router)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.ConfigureServices(services => services.UseAmqp1TestRouter(router));
    }
}
