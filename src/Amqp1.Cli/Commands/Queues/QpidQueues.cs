using Amqp.Types;
using Amqp1.Cli.Execution;
using Amqp1.Cli.Management;
using Amqp1.Embedded.Load;

namespace Amqp1.Cli.Commands.Queues;

/// <summary>Administers the queues of qpidd over its management exchange, and reads their messages as a browser.</summary>
internal sealed class QpidQueues(ManagementConnection connection, QmfAgent agent, TimeSpan timeout) : IQueueAdministration
{
    private const string Package = "org.apache.qpid.broker";

    /// <inheritdoc />
    public async Task<IReadOnlyList<ManagementRow>> ListAsync(CancellationToken cancel)
    {
        var rows = await agent.QueryAsync("queue", cancel).ConfigureAwait(false);
        return [.. rows.Where(row => row.Text("name") != agent.ReplyQueue).Select(ToRow)];
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<QueueMessage>> PeekAsync(string queue, long fromSequence, int count, CancellationToken cancel)
    {
        // A link would create a queue that does not exist, and would wait for messages that a consumer holds.
        var depth = await DepthAsync(queue, cancel).ConfigureAwait(false);
        var end = Math.Min(depth, fromSequence + Math.Min(count, QueueAdministration.MaxPeeked));
        if (end <= fromSequence)
        {
            return [];
        }

        var messages = await QueueBrowser.ReadAsync(connection.Sessions, queue, (int)end, timeout, cancel).ConfigureAwait(false);
        return [.. messages.Select((message, at) => QueueMessage.Read(at, message)).Skip((int)fromSequence)];
    }

    /// <inheritdoc />
    public Task CreateAsync(string queue, CancellationToken cancel) => CallBrokerAsync(
        "create", new Map { ["type"] = "queue", ["name"] = queue, ["properties"] = new Map { ["durable"] = true }, ["strict"] = true }, cancel);

    /// <summary>Drops all waiting messages, and returns their number before, because the broker does not report it.</summary>
    public async Task<long> PurgeAsync(string queue, CancellationToken cancel)
    {
        var depth = await DepthAsync(queue, cancel).ConfigureAwait(false);
        await agent.CallAsync($"{Package}:queue:{queue}", "purge", new Map { ["request"] = 0u, ["filter"] = new Map() }, cancel).ConfigureAwait(false);
        return depth;
    }

    /// <summary>Moves the oldest waiting messages, and returns how many there were before, because the broker does not report it.</summary>
    public async Task<long> MoveAsync(string queue, string target, long? count, CancellationToken cancel)
    {
        var moved = Math.Min(await DepthAsync(queue, cancel).ConfigureAwait(false), count ?? long.MaxValue);
        if (moved > 0)
        {
            // The broker would refuse the request with an invalid parameter that it does not name.
            await DepthAsync(target, cancel).ConfigureAwait(false);
            var arguments = new Map { ["srcQueue"] = queue, ["destQueue"] = target, ["qty"] = (uint)Math.Min(count ?? 0, uint.MaxValue), ["filter"] = new Map() };
            await CallBrokerAsync("queueMoveMessages", arguments, cancel).ConfigureAwait(false);
        }

        return moved;
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => connection.DisposeAsync();

    private async Task CallBrokerAsync(string method, Map arguments, CancellationToken cancel)
    {
        var brokers = await agent.QueryAsync("broker", cancel).ConfigureAwait(false);
        var name = brokers.Count > 0 ? brokers[0].Text(QmfObjects.IdAttribute) : null;
        await agent.CallAsync(name ?? throw new CommandFailedException(ExitCode.Failed, "The broker does not show itself to its management."), method, arguments, cancel).ConfigureAwait(false);
    }

    private async Task<long> DepthAsync(string queue, CancellationToken cancel)
    {
        var rows = await ListAsync(cancel).ConfigureAwait(false);
        return (rows.FirstOrDefault(row => row.Text("name") == queue) ?? throw new CommandFailedException(ExitCode.Failed, $"There is no queue {queue}. 'amqp1 queues list' shows those that exist, and 'amqp1 queues create' creates one.")).Number("depth") ?? 0;
    }

    /// <summary>Returns the attributes with the names that those of the embedded broker have.</summary>
    private static ManagementRow ToRow(ManagementRow row) => new(new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        ["name"] = row.Text("name"),
        ["depth"] = row.Number("msgDepth"),
        ["consumers"] = row.Number("consumerCount"),
        ["enqueued"] = row.Number("msgTotalEnqueues"),
        ["accepted"] = row.Number("msgTotalDequeues") - row.Number("discardsTtl"),
        ["expired"] = row.Number("discardsTtl"),
        ["dropped"] = row.Number("discardsOverflow") + row.Number("discardsRing") + row.Number("discardsPurge"),
        ["durable"] = row.Attributes.GetValueOrDefault("durable"),
        ["autoDelete"] = row.Attributes.GetValueOrDefault("autoDelete"),
    });
}
