using Amqp1.Cli.Execution;
using Amqp1.Cli.Management;
using Amqp1.Cli.Settings;

namespace Amqp1.Cli.Commands.Tops;

/// <summary>Finds out how a router or broker shows its load.</summary>
internal static class LoadSources
{
    /// <summary>Opens the source: the management API of RabbitMQ, the management exchange of qpidd, or a management node.</summary>
    /// <param name="run">The run of the command.</param>
    /// <param name="settings">The message bus.</param>
    /// <param name="management">The URL of the management API of RabbitMQ; null for that of the host of the bus.</param>
    /// <param name="timeout">The time limit of one request.</param>
    /// <exception cref="CommandFailedException">No connection can be opened, or the peer has none of them.</exception>
    public static async Task<ILoadSource> OpenAsync(CommandRun run, BusSettings settings, Uri? management, TimeSpan timeout)
    {
        if (management is not null || settings.Url.RequestedDialect == RequestedDialect.OsloRabbit)
        {
            return new RabbitLoadSource(RabbitApi.Create(settings, management, timeout), settings.Url.VirtualHost);
        }

        var connection = await ManagementConnection.OpenAsync(run, settings).ConfigureAwait(false);
        try
        {
            if (connection.Product.Contains("RabbitMQ", StringComparison.OrdinalIgnoreCase))
            {
                await connection.DisposeAsync().ConfigureAwait(false);
                return new RabbitLoadSource(RabbitApi.Create(settings, management, timeout), settings.Url.VirtualHost);
            }

            if (connection.Product == QmfAgent.Product)
            {
                return new QpidLoadSource(connection, await QmfAgent.AttachAsync(connection.Sessions, timeout, run.Cancel).ConfigureAwait(false));
            }

            return new ManagedLoadSource(connection, await ManagementNode.AttachAsync(connection.Sessions, timeout, run.Cancel).ConfigureAwait(false));
        }
        catch (CommandFailedException failure)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw new CommandFailedException(
                failure.ExitCode, $"{PeerText.Clean(connection.Product)} {PeerText.Clean(connection.Version)} has no management node that this command can read. {failure.Message}", failure);
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
