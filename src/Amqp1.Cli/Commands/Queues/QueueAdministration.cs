using Amqp1.Cli.Execution;
using Amqp1.Cli.Management;
using Amqp1.Cli.Settings;
using Amqp1.Embedded.Load;

namespace Amqp1.Cli.Commands.Queues;

/// <summary>Administers the queues of the embedded broker over its management node.</summary>
internal sealed class QueueAdministration : IAsyncDisposable
{
    /// <summary>The maximum number of messages that one request returns.</summary>
    public const int MaxPeeked = 100;

    private const string CountArgument = "count";
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(30);

    private readonly ManagementConnection _connection;
    private readonly ManagementNode _node;

    private QueueAdministration(ManagementConnection connection, ManagementNode node)
    {
        _connection = connection;
        _node = node;
    }

    /// <summary>Connects to the management node.</summary>
    /// <exception cref="CommandFailedException">No connection can be opened, or the peer is not an embedded broker.</exception>
    public static async Task<QueueAdministration> OpenAsync(CommandRun run, BusSettings settings)
    {
        var connection = await ManagementConnection.OpenAsync(run, settings).ConfigureAwait(false);
        try
        {
            return new QueueAdministration(connection, await ManagementNode.AttachAsync(connection.Sessions, run.Timeout ?? DefaultTimeout, run.Cancel).ConfigureAwait(false));
        }
        catch (CommandFailedException failure)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            var product = PeerText.Clean(connection.Product);
            var other = product.Contains("RabbitMQ", StringComparison.OrdinalIgnoreCase) ? " RabbitMQ has rabbitmqctl list_queues and purge_queue, and its management page; 'amqp1 top' shows its queues." : "";
            throw new CommandFailedException(failure.ExitCode, $"This command administers the queues of the embedded broker, and the peer is {product}.{other} {failure.Message}", failure);
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Returns all queues and durable subscriptions.</summary>
    public Task<IReadOnlyList<ManagementRow>> ListAsync(CancellationToken cancel) => _node.QueryAsync(EntityTypes.Queue, cancel);

    /// <summary>Returns waiting messages in order, starting with a sequence number. They stay in the queue.</summary>
    public async Task<IReadOnlyList<QueueMessage>> PeekAsync(string queue, long fromSequence, int count, CancellationToken cancel)
    {
        var body = await RequestAsync("PEEK", queue, new() { ["offset"] = fromSequence, [CountArgument] = (long)Math.Min(count, MaxPeeked) }, cancel).ConfigureAwait(false);
        return body is System.Collections.IList messages ? [.. messages.OfType<Amqp.Types.Map>().Select(QueueMessage.Read)] : [];
    }

    /// <summary>Creates a queue that stays without links and messages, or makes a queue stay that was created on use.</summary>
    public Task CreateAsync(string queue, CancellationToken cancel) => RequestAsync("CREATE", queue, [], cancel);

    /// <summary>Drops all waiting messages, and returns their number.</summary>
    public async Task<long> PurgeAsync(string queue, CancellationToken cancel) => CountOf(await RequestAsync("PURGE", queue, [], cancel).ConfigureAwait(false));

    /// <summary>Moves the oldest waiting messages to another queue, and returns their number.</summary>
    public async Task<long> MoveAsync(string queue, string target, long? count, CancellationToken cancel)
    {
        var arguments = new Dictionary<string, object> { ["target"] = target };
        if (count is { } most)
        {
            arguments[CountArgument] = most;
        }

        return CountOf(await RequestAsync("MOVE", queue, arguments, cancel).ConfigureAwait(false));
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async Task<object?> RequestAsync(string operation, string queue, Dictionary<string, object> arguments, CancellationToken cancel)
    {
        arguments["name"] = queue;
        return ManagementNode.Checked(await _node.RequestAsync(operation, EntityTypes.Queue, arguments, null, cancel).ConfigureAwait(false), $"{operation} of {queue}");
    }

    private static long CountOf(object? body) => body is Amqp.Types.Map map && map[CountArgument] is { } count ? Convert.ToInt64(count, System.Globalization.CultureInfo.InvariantCulture) : 0;
}
