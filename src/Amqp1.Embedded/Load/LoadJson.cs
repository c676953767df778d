using System.Text.Json.Nodes;

namespace Amqp1.Embedded.Load;

/// <summary>The load as JSON. Texts of peers are cleaned.</summary>
internal static class LoadJson
{
    private const int LongestText = 4096;

    /// <summary>Returns the JSON object of a state.</summary>
    /// <param name="load">The state.</param>
    /// <param name="limit">The maximum number of connections and of addresses. The counts are those of all.</param>
    public static JsonObject Of(BusLoad load, int limit = int.MaxValue) => new()
    {
        ["product"] = Clean(load.Product),
        ["name"] = Clean(load.Name),
        ["uptime_seconds"] = load.Uptime is { } uptime ? Math.Floor(uptime.TotalSeconds) : null,
        ["held_bytes"] = load.HeldBytes,
        ["connection_count"] = load.Connections.Count,
        ["address_count"] = load.Addresses.Count,
        ["link_count"] = load.LinkCount,
        ["slow_consumers"] = load.Addresses.Sum(address => address.SlowConsumers),
        ["addresses"] = new JsonArray([.. load.Addresses.Take(limit).Select(Of)]),
        ["connections"] = new JsonArray([.. load.Connections.Take(limit).Select(Of)]),
    };

    private static JsonObject Of(AddressLoad address) => new()
    {
        ["name"] = Clean(address.Name),
        ["distribution"] = Clean(address.Distribution),
        ["consumers"] = address.Consumers,
        ["received"] = address.Received,
        ["sent"] = address.Sent,
        ["in_rate"] = Round(address.InRate),
        ["out_rate"] = Round(address.OutRate),
        ["waiting"] = address.Waiting,
        ["unsettled"] = address.Unsettled,
        ["slow_consumers"] = address.SlowConsumers,
    };

    private static JsonObject Of(ConnectionLoad connection) => new()
    {
        ["id"] = Clean(connection.Id),
        ["container"] = Clean(connection.Container),
        ["host"] = Clean(connection.Host),
        ["user"] = Clean(connection.User),
        ["links"] = connection.Links,
        ["held_bytes"] = connection.HeldBytes,
    };

    private static string? Clean(string? text) => text is null ? null : PeerText.Clean(text, LongestText);

    private static double? Round(double? rate) => rate is { } value ? Math.Round(value, 1) : null;
}
