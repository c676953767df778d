using Amqp1.Embedded;
using Amqp1.Embedded.Web;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Adds the console page of the embedded router or broker to an ASP.NET Core application.</summary>
public static class Amqp1ConsoleEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps a page that shows the connections, addresses, queues, rates and slow consumers of the router or broker that
    /// <c>AddAmqp1EmbeddedRouter()</c> or <c>AddAmqp1EmbeddedBroker()</c> runs in this process. The page changes nothing. While the
    /// application uses another router, the page says so.
    /// </summary>
    /// <param name="endpoints">The routes of the application.</param>
    /// <param name="path">The path of the page.</param>
    /// <param name="allowRemote">
    /// Whether requests of other machines are answered. Default: only requests that come from this machine and name a loopback address or
    /// localhost. The page shows names of users, hosts and addresses: with <c>true</c>, add <c>RequireAuthorization()</c> to the result.
    /// A reverse proxy on the same machine that passes the name of the site on is refused, too.
    /// </param>
    /// <returns>The conventions of the endpoints, such as <c>RequireAuthorization()</c> or <c>RequireHost()</c>.</returns>
    /// <exception cref="InvalidOperationException">No embedded router or broker was added to the services.</exception>
    public static IEndpointConventionBuilder MapAmqp1Console(this IEndpointRouteBuilder endpoints, string path = "/amqp1", bool allowRemote = false)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(path);
        var source = endpoints.ServiceProvider.GetService<EmbeddedTransportUrl>()
            ?? throw new InvalidOperationException("The console shows an embedded router or broker. Call AddAmqp1EmbeddedRouter() or AddAmqp1EmbeddedBroker() first.");
        var time = endpoints.ServiceProvider.GetService<TimeProvider>() ?? TimeProvider.System;
        return ConsoleEndpoints.Map(endpoints, path.TrimEnd('/'), new ConsoleState(() => source.Started, time), allowRemote);
    }
}
