using Amqp1.Cli.Settings;

namespace Amqp1.Cli.Execution;

/// <summary>Opens the connection of a command. Unlike a service, a command gives up when every host has failed once.</summary>
internal static class BusConnection
{
    /// <summary>The time that a connection may take, also when the time limit of the operation is shorter.</summary>
    private static readonly TimeSpan LeastLimit = TimeSpan.FromSeconds(10);

    /// <summary>Opens a connection and completes when it is open.</summary>
    /// <param name="run">The run of the command.</param>
    /// <param name="settings">The message bus.</param>
    /// <exception cref="CommandFailedException">
    /// Every host failed once, or the time limit passed. The exit code is <see cref="ExitCode.CannotConnect"/>.
    /// </exception>
    /// <exception cref="UsageException">The options are not valid.</exception>
    public static async Task<MessagingTransport> OpenAsync(CommandRun run, BusSettings settings)
    {
        var transport = Create(run, settings);
        try
        {
            await WaitAsync(run, settings, transport).ConfigureAwait(false);
            return transport;
        }
        catch
        {
            await transport.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static MessagingTransport Create(CommandRun run, BusSettings settings)
    {
        try
        {
            return MessagingTransport.Create(settings.Url.ToUrl(), settings.Options, Logging.ForCommand(run));
        }
        catch (Exception wrong) when (wrong is ArgumentException or FormatException or MessagingException)
        {
            throw new UsageException(wrong.Message, wrong);
        }
    }

    private static async Task WaitAsync(CommandRun run, BusSettings settings, MessagingTransport transport)
    {
        var limit = run.Timeout is { } timeout && timeout > LeastLimit ? timeout : LeastLimit;
        var hosts = new HashSet<string>(StringComparer.Ordinal);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(run.Cancel);
        transport.StatusChanged += GiveUp;
        end.CancelAfter(limit);
        transport.Start();
        try
        {
            await transport.WaitForConnectionAsync(end.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!run.Cancel.IsCancellationRequested)
        {
            var status = transport.Status;
            var reason = status.LastError is { } error ? $"{status.LastErrorHost}: {error}" : $"no answer within {limit.TotalSeconds:0.###} s.";
            throw new CommandFailedException(ExitCode.CannotConnect, $"Cannot connect to {settings.Url}: {reason.TrimEnd('.')}. {settings.Advice}");
        }
        finally
        {
            transport.StatusChanged -= GiveUp;
        }

        void GiveUp(ConnectionStatus status)
        {
            if (status is { State: not ConnectionState.Open, LastErrorHost: { } host } && hosts.Add(host) && hosts.Count >= settings.Url.Hosts.Count)
            {
                end.Cancel();
            }
        }
    }
}
