using Amqp1.Cli.Management;
using Amqp1.Embedded.Load;

namespace Amqp1.Cli.Commands.Queues;

/// <summary>Administers the queues of the embedded broker over its management node.</summary>
internal sealed class EmbeddedQueues(ManagementConnection connection, ManagementNode node) : IQueueAdministration
{
    private const string CountArgument = "count";

    /// <inheritdoc />
    public Task<IReadOnlyList<ManagementRow>> ListAsync(CancellationToken cancel) => node.QueryAsync(EntityTypes.Queue, cancel);

    /// <inheritdoc />
    public async Task<IReadOnlyList<QueueMessage>> PeekAsync(string queue, long fromSequence, int count, CancellationToken cancel)
    {
        var body = await RequestAsync("PEEK", queue, new() { ["offset"] = fromSequence, [CountArgument] = (long)Math.Min(count, QueueAdministration.MaxPeeked) }, cancel).ConfigureAwait(false);
        return body is System.Collections.IList messages ? [.. messages.OfType<Amqp.Types.Map>().Select(QueueMessage.Read)] : [];
    }

    /// <inheritdoc />
    public Task CreateAsync(string queue, CancellationToken cancel) => RequestAsync("CREATE", queue, [], cancel);

    /// <inheritdoc />
    public async Task<long> PurgeAsync(string queue, CancellationToken cancel) => CountOf(await RequestAsync("PURGE", queue, [], cancel).ConfigureAwait(false));

    /// <inheritdoc />
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
    public ValueTask DisposeAsync() => connection.DisposeAsync();

    private async Task<object?> RequestAsync(string operation, string queue, Dictionary<string, object> arguments, CancellationToken cancel)
    {
        arguments["name"] = queue;
        return ManagementNode.Checked(await node.RequestAsync(operation, EntityTypes.Queue, arguments, null, cancel).ConfigureAwait(false), $"{operation} of {queue}");
    }

    private static long CountOf(object? body) => body is Amqp.Types.Map map && map[CountArgument] is { } count ? Convert.ToInt64(count, System.Globalization.CultureInfo.InvariantCulture) : 0;
}
