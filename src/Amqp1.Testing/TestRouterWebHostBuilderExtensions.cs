using Amqp1.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Hosting;

/// <summary>Connects a web application under test to a <see cref="TestRouter"/>.</summary>
public static class TestRouterWebHostBuilderExtensions
{
    /// <summary>
    /// Connects the application of a <c>WebApplicationFactory</c>:
    /// <c>factory.WithWebHostBuilder(builder =&gt; builder.UseAmqp1TestRouter(router))</c>.
    /// </summary>
    /// <inheritdoc cref="TestRouterServiceCollectionExtensions.UseAmqp1TestRouter"/>
    /// <param name="builder">The builder of the web host.</param>
    /// <param name="router">The router. The caller disposes of it after the web host.</param>
    public static IWebHostBuilder UseAmqp1TestRouter(this IWebHostBuilder builder, TestRouter router)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.ConfigureServices(services => services.UseAmqp1TestRouter(router));
    }
}
