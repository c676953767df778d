using Amqp1.Cli.Management;
using Amqp1.Embedded.Load;

namespace Amqp1.Cli.Commands.Tops;

/// <summary>The load of qpidd: its queues, the exchanges that are not its own, and the connections.</summary>
internal sealed class QpidLoadSource(ManagementConnection connection, QmfAgent agent) : ILoadSource
{
    /// <inheritdoc />
    public async Task<BusLoad> ReadAsync(CancellationToken cancel)
    {
        var taken = TimeProvider.System.GetElapsedTime(0);
        var rows = new QpidRows(
            await agent.QueryAsync("broker", cancel).ConfigureAwait(false),
            await agent.QueryAsync("connection", cancel).ConfigureAwait(false),
            await agent.QueryAsync("session", cancel).ConfigureAwait(false),
            await agent.QueryAsync("exchange", cancel).ConfigureAwait(false),
            await agent.QueryAsync("queue", cancel).ConfigureAwait(false),
            [.. await agent.QueryAsync("incoming", cancel).ConfigureAwait(false), .. await agent.QueryAsync("outgoing", cancel).ConfigureAwait(false)]);
        return rows.ToLoad(taken, agent.ReplyQueue);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => connection.DisposeAsync();
}
