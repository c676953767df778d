using Amqp1.Bus.Connections;
using Amqp1.Cli.Execution;
using Amqp1.Cli.Settings;
using Amqp1.Composition;
using Amqp1.Configuration;
using Amqp1.Diagnostics;
using Amqp1.Transport;
using Microsoft.Extensions.Logging;

namespace Amqp1.Cli.Management;

/// <summary>A connection for management, opened by the product, so that TLS and SASL are those of services.</summary>
internal sealed class ManagementConnection : IAsyncDisposable
{
    private static readonly TimeSpan OpenLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(1);

    private readonly Bus.Connections.BusConnection _connection;

    private ManagementConnection(Bus.Connections.BusConnection connection) => _connection = connection;

    /// <summary>The name of the product of the peer; empty when it sends none.</summary>
    public string Product => _connection.Peer.Product ?? "";

    /// <summary>The version of the product of the peer; empty when it sends none.</summary>
    public string Version => _connection.Peer.Version ?? "";

    /// <summary>The sessions of the connection.</summary>
    public LinkSessions Sessions => _connection.Sessions;

    /// <summary>Opens a connection to the first host of the URL that accepts one.</summary>
    /// <exception cref="CommandFailedException">No host accepts a connection.</exception>
    /// <exception cref="UsageException">The options are not valid.</exception>
    public static async Task<ManagementConnection> OpenAsync(CommandRun run, BusSettings settings)
    {
        using var loggers = Logging.ForCommand(run);
        var logger = SafeLogger.Wrap(loggers.CreateLogger("Amqp1"));
        var bus = Prepare(settings);
        Exception? last = null;
        foreach (var host in settings.Url.Hosts.Select(host => new PeerHost(host.Host, host.Port, host.User, host.Password)))
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(run.Cancel);
            limit.CancelAfter(OpenLimit);
            try
            {
                return await OpenAsync(bus, host, logger, limit.Token).ConfigureAwait(false);
            }
            catch (Exception failure) when (!run.Cancel.IsCancellationRequested)
            {
                last = failure;
            }
        }

        var reason = last is OperationCanceledException ? $"no answer within {OpenLimit.TotalSeconds:0} s" : last!.GetBaseException().Message;
        throw new CommandFailedException(ExitCode.CannotConnect, $"Cannot connect to {settings.Url}: {reason.TrimEnd('.')}. {settings.Advice}", last);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync() => await _connection.CloseAsync(CloseLimit, TimeProvider.System).ConfigureAwait(false);

    private static Bus.Context.BusSettings Prepare(BusSettings settings)
    {
        try
        {
            return BusSettingsFactory.Create(EffectiveOptions.For(settings.Options, settings.Url, new List<string>()), settings.Url);
        }
        catch (Exception wrong) when (wrong is ArgumentException or FormatException or MessagingException)
        {
            throw new UsageException(wrong.Message, wrong);
        }
    }

    private static async Task<ManagementConnection> OpenAsync(Bus.Context.BusSettings settings, PeerHost host, ILogger logger, CancellationToken cancel)
    {
        var connection = await ConnectionOpener.OpenAsync(settings, host, TimeProvider.System, logger, cancel).ConfigureAwait(false);
        connection.Watch(static _ => { });
        try
        {
            await connection.PrepareSessionsAsync(cancel).ConfigureAwait(false);
            return new ManagementConnection(connection);
        }
        catch
        {
            await connection.CloseAsync(CloseLimit, TimeProvider.System).ConfigureAwait(false);
            throw;
        }
    }
}
