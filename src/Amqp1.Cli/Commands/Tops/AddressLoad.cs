using Amqp1.Cli.Management;

namespace Amqp1.Cli.Commands.Tops;

/// <summary>The load of one address between two snapshots.</summary>
/// <param name="Name">The address, without the class that routers put in front of it.</param>
/// <param name="Distribution">The distribution.</param>
/// <param name="Consumers">The number of consumers.</param>
/// <param name="InRate">The messages that senders have sent, for each second; null in the first snapshot.</param>
/// <param name="OutRate">The messages that consumers have received, for each second; null in the first snapshot.</param>
/// <param name="Waiting">The messages that wait for a consumer.</param>
/// <param name="Unsettled">The messages that consumers have received and not settled.</param>
/// <param name="Slow">The number of consumers that have given no credit for a second or more.</param>
internal sealed record AddressLoad(
    string Name, string Distribution, long Consumers, double? InRate, double? OutRate, long Waiting, long Unsettled, int Slow)
{
    /// <summary>Returns the loads of all addresses of a snapshot, the busiest first.</summary>
    /// <param name="now">The snapshot.</param>
    /// <param name="before">The snapshot before it; null for the first one.</param>
    public static IReadOnlyList<AddressLoad> Of(TopSnapshot now, TopSnapshot? before)
    {
        var links = now.Links.ToLookup(link => link.Text("owningAddr"), StringComparer.Ordinal);
        var earlier = (before?.Addresses ?? []).GroupBy(KeyOf, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
        var seconds = before is null ? 0 : (now.Taken - before.Taken).TotalSeconds;
        return
        [
            .. now.Addresses.Select(address => Load(address, earlier.GetValueOrDefault(KeyOf(address)), seconds, [.. links[address.Text("name")]]))
                .OrderByDescending(load => load.Waiting)
                .ThenByDescending(load => (load.InRate ?? 0) + (load.OutRate ?? 0))
                .ThenBy(load => load.Name, StringComparer.Ordinal),
        ];
    }

    private static AddressLoad Load(ManagementRow address, ManagementRow? before, double seconds, ManagementRow[] links)
    {
        var outgoing = links.Where(link => link.Text("linkDir") == "out").ToArray();
        return new AddressLoad(
            Trim(address.Text("name") ?? ""),
            address.Text("distribution") ?? "",
            address.Number("subscriberCount") ?? 0,
            Rate("deliveriesIngress"),
            Rate("deliveriesEgress"),
            Sum(links, "undeliveredCount"),
            Sum(outgoing, "unsettledCount"),
            outgoing.Count(link => link.Number("zeroCreditSeconds") >= 1));

        double? Rate(string counter) => before is null || seconds <= 0 ? null : Math.Max(0, (address.Number(counter) ?? 0) - (before.Number(counter) ?? 0)) / seconds;
    }

    private static long Sum(IEnumerable<ManagementRow> links, string name) => links.Sum(link => link.Number(name) ?? 0);

    private static string KeyOf(ManagementRow row) => row.Text("identity") ?? row.Text("name") ?? "";

    /// <summary>Removes the class and the phase of an address, such as <c>M0</c>, or the class alone, such as <c>L</c>.</summary>
    private static string Trim(string name) => name switch
    {
        ['M', >= '0' and <= '9', .. var rest] => rest,
        ['L' or 'R' or 'T', .. var rest] => rest,
        _ => name,
    };
}
