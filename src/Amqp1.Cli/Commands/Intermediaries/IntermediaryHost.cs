using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Amqp1.Cli.Execution;
using Amqp1.Cli.Settings;
using Amqp1.Embedded;
using Microsoft.Extensions.Hosting.Systemd;

namespace Amqp1.Cli.Commands.Intermediaries;

/// <summary>Runs a router or a broker until Ctrl-C or SIGTERM, also as a service of systemd.</summary>
internal static class IntermediaryHost
{
    /// <summary>Starts the router, writes its URL, waits for the end and stops the router.</summary>
    /// <param name="run">The run of the command.</param>
    /// <param name="options">The options of the router.</param>
    /// <param name="console">The address of the console page; null for no page.</param>
    /// <exception cref="CommandFailedException">The router cannot listen, or the page cannot be served.</exception>
    public static async Task<int> RunAsync(CommandRun run, EmbeddedRouterOptions options, IPEndPoint? console)
    {
        using var loggers = Logging.ForService(run);
        options.LoggerFactory = loggers;
        await using var router = await StartAsync(options, run.Cancel).ConfigureAwait(false);
        await using var page = console is null ? null : await ConsoleServer.StartAsync(console, router, loggers, run.Cancel).ConfigureAwait(false);
        var notifier = new SystemdNotifier();
        using var watchdog = Watchdog.Start(notifier, router.Port, options, TimeProvider.System);
        notifier.Notify(ServiceState.Ready);
        WriteReady(run, router, page?.Urls.FirstOrDefault());
        await run.WaitForEndAsync().ConfigureAwait(false);
        notifier.Notify(ServiceState.Stopping);
        await router.StopAsync().ConfigureAwait(false);
        return ExitCode.Success;
    }

    /// <summary>Starts a router or a broker.</summary>
    /// <exception cref="CommandFailedException">It cannot listen.</exception>
    /// <exception cref="UsageException">An option is not valid.</exception>
    public static async Task<EmbeddedRouter> StartAsync(EmbeddedRouterOptions options, CancellationToken cancel)
    {
        try
        {
            return await EmbeddedRouter.StartAsync(options, cancel).ConfigureAwait(false);
        }
        catch (SocketException failure)
        {
            throw new CommandFailedException(
                ExitCode.Failed, $"Cannot listen on {options.Host}:{options.Port}: {failure.Message}. Choose another --port; 0 selects a free one.", failure);
        }
        catch (ArgumentException wrong)
        {
            throw new UsageException(wrong.Message, wrong);
        }
    }

    /// <summary>Writes the URL as the first line of standard output. Programs that start the tool read it.</summary>
    private static void WriteReady(CommandRun run, EmbeddedRouter router, string? page)
    {
        if (run.Terminal.IsJson)
        {
            var ready = new JsonObject { ["url"] = router.TransportUrl, ["port"] = router.Port, ["pid"] = Environment.ProcessId };
            if (page is not null)
            {
                ready["console"] = page;
            }

            run.Terminal.WriteJsonLine(ready);
        }
        else
        {
            run.Terminal.WriteLine($"Listening at {router.TransportUrl}");
            if (page is not null)
            {
                run.Terminal.WriteLine($"Console at {page}");
            }

            run.Terminal.WriteNote("Press Ctrl-C to stop.");
        }
    }
}
