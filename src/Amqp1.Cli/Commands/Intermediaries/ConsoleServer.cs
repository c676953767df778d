using System.Net;
using Amqp1.Cli.Execution;
using Amqp1.Embedded;
using Amqp1.Embedded.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Amqp1.Cli.Commands.Intermediaries;

/// <summary>Serves the console page of a router or broker of this process.</summary>
internal static class ConsoleServer
{
    private const int MostConnections = 100;

    /// <summary>Starts to serve the page at the root. Completes when it is served; disposing of the result ends that.</summary>
    /// <param name="endpoint">The address. Requests of other machines are answered only if it is not a loopback address.</param>
    /// <param name="router">The router.</param>
    /// <param name="loggers">The log.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <exception cref="CommandFailedException">The address cannot be used.</exception>
    public static async Task<WebApplication> StartAsync(IPEndPoint endpoint, EmbeddedRouter router, ILoggerFactory loggers, CancellationToken cancel)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = MostConnections;
            kestrel.Listen(endpoint);
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(loggers);
        builder.Services.AddSingleton<IHostLifetime, CommandLifetime>();
        var application = builder.Build();
        try
        {
            ConsoleEndpoints.Map(application, "", new ConsoleState(() => router, TimeProvider.System), allowRemote: !IPAddress.IsLoopback(endpoint.Address));
            await application.StartAsync(cancel).ConfigureAwait(false);
            return application;
        }
        catch (IOException failure)
        {
            await application.DisposeAsync().ConfigureAwait(false);
            throw new CommandFailedException(ExitCode.Failed, $"Cannot serve the console on {endpoint}: {failure.Message}", failure);
        }
        catch
        {
            await application.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The life time of the page is that of the command, which watches for signals itself.</summary>
    private sealed class CommandLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
