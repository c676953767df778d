using System.Text.Json;
using Amqp1.Embedded.Load;

namespace Amqp1.Cli.Commands.Tops;

/// <summary>The load of a RabbitMQ: the queues of the virtual host, and the connections.</summary>
internal sealed class RabbitLoadSource(RabbitApi api, string? virtualHost) : ILoadSource
{
    /// <summary>
    /// The consumers of a queue are slow if they are ready to receive for less than this part of the time while messages wait. The broker
    /// reports this part as the consumer capacity.
    /// </summary>
    private const double LeastCapacity = 0.5;

    /// <inheritdoc />
    public async Task<BusLoad> ReadAsync(CancellationToken cancel)
    {
        var taken = TimeProvider.System.GetElapsedTime(0);
        var overview = await api.ReadAsync("api/overview", cancel).ConfigureAwait(false);
        var queues = await api.ReadListAsync($"api/queues/{Uri.EscapeDataString(string.IsNullOrEmpty(virtualHost) ? "/" : virtualHost)}", cancel).ConfigureAwait(false);
        var connections = await api.ReadListAsync("api/connections", cancel).ConfigureAwait(false);
        return Read(taken, overview, queues, connections);
    }

    /// <summary>Returns the load from the answers of the API.</summary>
    internal static BusLoad Read(TimeSpan taken, JsonElement overview, IReadOnlyList<JsonElement> queues, IReadOnlyList<JsonElement> connections) =>
        new(taken, $"{overview.Text("product_name") ?? "RabbitMQ"} {overview.Text("rabbitmq_version")}".Trim(), overview.Text("cluster_name") ?? overview.Text("node") ?? "")
        {
            LinkCount = overview.Member("object_totals").Count("channels"),
            Addresses = [.. queues.Select(Queue)],
            Connections = [.. connections.Select(Connection)],
        };

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        api.Dispose();
        return ValueTask.CompletedTask;
    }

    private static AddressLoad Queue(JsonElement queue)
    {
        var counts = queue.Member("message_stats");
        var waiting = queue.Count("messages_ready");
        var consumers = queue.Count("consumers");
        return new AddressLoad(queue.Text("name") ?? "", queue.Text("type") ?? "queue")
        {
            Consumers = consumers,
            Received = counts.Count("publish"),
            Sent = counts.Count("deliver_get"),
            Waiting = waiting,
            Unsettled = queue.Count("messages_unacknowledged"),
            SlowConsumers = waiting > 0 && queue.Number("consumer_capacity") < LeastCapacity ? consumers : 0,

            // The counters change every five seconds only. The broker computes its rates over the right time.
            InRate = counts.Member("publish_details").Number("rate") ?? 0,
            OutRate = counts.Member("deliver_get_details").Number("rate") ?? 0,
        };
    }

    private static ConnectionLoad Connection(JsonElement connection)
    {
        var properties = connection.Member("client_properties");
        return new ConnectionLoad(
            connection.Text("name") ?? "",
            connection.Text("container_id") ?? connection.Text("user_provided_name") ?? properties.Text("connection_name") ?? properties.Text("product"),
            connection.Text("peer_host"),
            connection.Text("user"),
            connection.Count("channels"),
            null);
    }
}
