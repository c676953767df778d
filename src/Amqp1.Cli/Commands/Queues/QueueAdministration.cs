using Amqp1.Cli.Execution;
using Amqp1.Cli.Management;
using Amqp1.Cli.Settings;

namespace Amqp1.Cli.Commands.Queues;

/// <summary>Finds out how the queues of a broker are administered.</summary>
internal static class QueueAdministration
{
    /// <summary>The maximum number of messages that one request returns.</summary>
    public const int MaxPeeked = 100;

    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Connects to the management of the embedded broker or of qpidd.</summary>
    /// <exception cref="CommandFailedException">No connection can be opened, or the peer is neither.</exception>
    public static async Task<IQueueAdministration> OpenAsync(CommandRun run, BusSettings settings)
    {
        var connection = await ManagementConnection.OpenAsync(run, settings).ConfigureAwait(false);
        var timeout = run.Timeout ?? DefaultTimeout;
        try
        {
            return connection.Product == QmfAgent.Product
                ? new QpidQueues(connection, await QmfAgent.AttachAsync(connection.Sessions, timeout, run.Cancel).ConfigureAwait(false), timeout)
                : new EmbeddedQueues(connection, await ManagementNode.AttachAsync(connection.Sessions, timeout, run.Cancel).ConfigureAwait(false));
        }
        catch (CommandFailedException failure)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            var product = PeerText.Clean(connection.Product);
            var other = product.Contains("RabbitMQ", StringComparison.OrdinalIgnoreCase) ? " RabbitMQ has rabbitmqctl list_queues and purge_queue, and its management page; 'amqp1 top' shows its queues." : "";
            throw new CommandFailedException(failure.ExitCode, $"This command administers the queues of the embedded broker and of qpidd, and the peer is {product}.{other} {failure.Message}", failure);
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
