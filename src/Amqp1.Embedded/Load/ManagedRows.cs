namespace Amqp1.Embedded.Load;

/// <summary>The entities of a management node, from which the load is derived.</summary>
/// <param name="Router">The router itself; null if the node shows none.</param>
/// <param name="Connections">The connections.</param>
/// <param name="Addresses">The addresses.</param>
/// <param name="Links">The links.</param>
/// <param name="Queues">The queues; empty for a router without queues.</param>
internal sealed record ManagedRows(
    ManagementRow? Router,
    IReadOnlyList<ManagementRow> Connections,
    IReadOnlyList<ManagementRow> Addresses,
    IReadOnlyList<ManagementRow> Links,
    IReadOnlyList<ManagementRow> Queues)
{
    /// <summary>The beginnings of the addresses of services of routers themselves.</summary>
    private static readonly string[] OwnServices = ["$", "_$", "qdhello", "qdrouter"];

    /// <summary>The attributes of the router that are used.</summary>
    public static IReadOnlyList<string> RouterAttributes { get; } = ["id", "name", "product", "version", "uptimeSeconds", "heldBytes"];

    /// <summary>The attributes of connections that are used.</summary>
    public static IReadOnlyList<string> ConnectionAttributes { get; } = ["identity", "container", "host", "user", "sasl", "linkCount", "heldBytes"];

    /// <summary>The attributes of addresses that are used.</summary>
    public static IReadOnlyList<string> AddressAttributes { get; } = ["name", "key", "distribution", "subscriberCount", "deliveriesIngress", "deliveriesEgress"];

    /// <summary>The attributes of links that are used.</summary>
    public static IReadOnlyList<string> LinkAttributes { get; } = ["owningAddr", "linkDir", "connectionId", "undeliveredCount", "unsettledCount", "creditAvailable", "zeroCreditSeconds"];

    /// <summary>The attributes of queues that are used.</summary>
    public static IReadOnlyList<string> QueueAttributes { get; } = ["address", "depth"];

    /// <summary>Returns the load.</summary>
    /// <param name="taken">The time of the rows, from a clock that does not jump.</param>
    /// <param name="product">The product and its version.</param>
    public BusLoad ToLoad(TimeSpan taken, string product)
    {
        var links = Links.ToLookup(link => link.Text("owningAddr"), StringComparer.Ordinal);
        var depths = Queues.GroupBy(queue => queue.Text("address") ?? "", StringComparer.Ordinal)
            .ToDictionary(queue => queue.Key, queue => queue.Sum(part => part.Number("depth") ?? 0), StringComparer.Ordinal);
        var perConnection = Links.CountBy(link => link.Text("connectionId") ?? "").ToDictionary(StringComparer.Ordinal);
        return new BusLoad(taken, product, Router?.Text("id") ?? Router?.Text("name") ?? "")
        {
            Uptime = Router?.Number("uptimeSeconds") is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            HeldBytes = Router?.Number("heldBytes"),
            LinkCount = Links.Count,
            Connections = [.. Connections.Select(Connection)],
            Addresses = [.. Addresses.Select(address => Address(address, [.. links[address.Text("name")]])).Where(address => !IsOwnService(address.Name))],
        };

        ConnectionLoad Connection(ManagementRow row)
        {
            var id = row.Text("identity") ?? "";
            return new ConnectionLoad(
                id, row.Text("container"), row.Text("host"), row.Text("user") ?? row.Text("sasl"), row.Number("linkCount") ?? perConnection.GetValueOrDefault(id), row.Number("heldBytes"));
        }

        AddressLoad Address(ManagementRow row, ManagementRow[] own)
        {
            var name = WithoutClass(row.Text("name") ?? "");
            var outgoing = own.Where(link => link.Text("linkDir") == "out").ToArray();
            return new AddressLoad(name, row.Text("distribution") ?? "")
            {
                Consumers = row.Number("subscriberCount") ?? 0,
                Received = row.Number("deliveriesIngress") ?? 0,
                Sent = row.Number("deliveriesEgress") ?? 0,
                Waiting = Sum(own, "undeliveredCount") + depths.GetValueOrDefault(name),
                Unsettled = Sum(outgoing, "unsettledCount"),
                SlowConsumers = outgoing.Count(IsSlow),
            };
        }
    }

    private static bool IsOwnService(string name) => Array.Exists(OwnServices, start => name.StartsWith(start, StringComparison.Ordinal));

    /// <summary>
    /// Returns whether a consumer does not keep up: it has given no credit for a second, or messages wait for its credit. qdrouterd measures
    /// the time without credit only for some links.
    /// </summary>
    private static bool IsSlow(ManagementRow link) =>
        link.Number("zeroCreditSeconds") >= 1 || (link.Number("creditAvailable") == 0 && link.Number("undeliveredCount") > 0);

    private static long Sum(IEnumerable<ManagementRow> links, string name) => links.Sum(link => link.Number(name) ?? 0);

    /// <summary>
    /// Removes the class and the phase of an address, such as <c>M0</c>, or the class alone, such as <c>L</c>. skupper-router has no phases.
    /// </summary>
    private static string WithoutClass(string name) => name switch
    {
        ['M', >= '0' and <= '9', .. var rest] => rest,
        ['M' or 'L' or 'R' or 'T', .. var rest] => rest,
        _ => name,
    };
}
