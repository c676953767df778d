using Amqp1.Cli.Management;
using Amqp1.Embedded.Load;

namespace Amqp1.Cli.Commands.Tops;

/// <summary>The management objects of qpidd, from which the load is derived.</summary>
/// <param name="Brokers">The broker itself.</param>
/// <param name="Connections">The connections.</param>
/// <param name="Sessions">The sessions, which tell the connections of links.</param>
/// <param name="Exchanges">The exchanges.</param>
/// <param name="Queues">The queues.</param>
/// <param name="Links">The incoming and outgoing links.</param>
internal sealed record QpidRows(
    IReadOnlyList<ManagementRow> Brokers,
    IReadOnlyList<ManagementRow> Connections,
    IReadOnlyList<ManagementRow> Sessions,
    IReadOnlyList<ManagementRow> Exchanges,
    IReadOnlyList<ManagementRow> Queues,
    IReadOnlyList<ManagementRow> Links)
{
    /// <summary>The beginnings of the names of exchanges that each broker has.</summary>
    private static readonly string[] OwnExchanges = ["amq.", "qmf.", "qpid."];

    /// <summary>Returns the load.</summary>
    /// <param name="taken">The time of the rows, from a clock that does not jump.</param>
    /// <param name="replyQueue">The queue of the one that asks, which is left out.</param>
    public BusLoad ToLoad(TimeSpan taken, string replyQueue)
    {
        var broker = Brokers.Count > 0 ? Brokers[0] : null;
        var connectionOf = Sessions.GroupBy(session => session.Text(QmfObjects.IdAttribute) ?? "", StringComparer.Ordinal)
            .ToDictionary(session => session.Key, session => session.First().Text("connectionRef") ?? "", StringComparer.Ordinal);
        var linksOf = Links.CountBy(link => connectionOf.GetValueOrDefault(link.Text("sessionRef") ?? "") ?? "").ToDictionary(StringComparer.Ordinal);
        var consumers = new QpidConsumers(Sessions, Links);
        return new BusLoad(taken, $"qpidd {broker?.Text("version")}".Trim(), broker?.Text("name") ?? "")
        {
            Uptime = broker?.Number("uptime") is { } nanoseconds ? TimeSpan.FromSeconds(nanoseconds / 1_000_000_000) : null,
            HeldBytes = broker?.Number("byteDepth"),
            LinkCount = Links.Count,
            Connections = [.. Connections.Select(row => Connection(row, linksOf.GetValueOrDefault(row.Text(QmfObjects.IdAttribute) ?? "")))],
            Addresses = [.. Exchanges.Where(IsOfUsers).Select(Exchange), .. Queues.Where(queue => queue.Text("name") != replyQueue).Select(queue => Queue(queue, consumers))],
        };
    }

    private static bool IsOfUsers(ManagementRow exchange) =>
        exchange.Text("name") is { Length: > 0 } name && !Array.Exists(OwnExchanges, start => name.StartsWith(start, StringComparison.Ordinal));

    private static AddressLoad Exchange(ManagementRow row) => new(row.Text("name") ?? "", $"{row.Text("type")} exchange")
    {
        // Each consumer of an exchange has a queue of its own, bound to it.
        Consumers = row.Number("bindingCount") ?? 0,
        Received = row.Number("msgReceives") ?? 0,
        Sent = row.Number("msgRoutes") ?? 0,
    };

    private static AddressLoad Queue(ManagementRow row, QpidConsumers all)
    {
        // The depth includes messages that consumers have received and not settled.
        var (unsettled, most) = all.Of(row);
        var depth = row.Number("msgDepth") ?? 0;
        var consumers = row.Number("consumerCount") ?? 0;
        return new AddressLoad(row.Text("name") ?? "", "queue")
        {
            Consumers = consumers,
            Received = row.Number("msgTotalEnqueues") ?? 0,
            Sent = row.Number("acquires") ?? 0,
            Waiting = depth - unsettled,
            Unsettled = unsettled,

            // The broker sends a message as soon as a consumer has credit, so that messages wait only if no consumer has any.
            SlowConsumers = depth > most ? consumers : 0,
        };
    }

    private static ConnectionLoad Connection(ManagementRow row, long links)
    {
        // The address contains both ends: qpid.127.0.0.1:5672-10.0.0.7:40000.
        var address = row.Text("address") ?? "";
        return new ConnectionLoad(
            address,
            QmfObjects.Text(row, "remoteProperties", "container-id") ?? QmfObjects.Text(row, "remoteProperties", "qpid.client_process"),
            address[(address.LastIndexOf('-') + 1)..],
            row.Text("authIdentity"),
            links,
            null);
    }
}
