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
    /// <exception cref="CommandFailedException">The router cannot listen.</exception>
    public static async Task<int> RunAsync(CommandRun run, EmbeddedRouterOptions options)
    {
        using var loggers = Logging.ForService(run);
        options.LoggerFactory = loggers;
        await using var router = await StartAsync(options, run.Cancel).ConfigureAwait(false);
        var notifier = new SystemdNotifier();
        using var watchdog = Watchdog.Start(notifier, router.Port, options, TimeProvider.System);
        notifier.Notify(ServiceState.Ready);
        WriteReady(run, router);
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
    private static void WriteReady(CommandRun run, EmbeddedRouter router)
    {
        if (run.Terminal.IsJson)
        {
            run.Terminal.WriteJsonLine(new JsonObject { ["url"] = router.TransportUrl, ["port"] = router.Port, ["pid"] = Environment.ProcessId });
        }
        else
        {
            run.Terminal.WriteLine($"Listening at {router.TransportUrl}");
            run.Terminal.WriteNote("Press Ctrl-C to stop.");
        }
    }
}
