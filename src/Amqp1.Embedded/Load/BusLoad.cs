namespace Amqp1.Embedded.Load;

/// <summary>The state of a router or broker at one time, as <c>amqp1 top</c> and the console page show it.</summary>
/// <param name="Taken">The time, from a clock that does not jump.</param>
/// <param name="Product">The product and its version.</param>
/// <param name="Name">The name of the router or broker itself.</param>
internal sealed record BusLoad(TimeSpan Taken, string Product, string Name)
{
    /// <summary>The time since the start; null if it is not known.</summary>
    public TimeSpan? Uptime { get; init; }

    /// <summary>The memory that all peers make the router hold; null if it is not known.</summary>
    public long? HeldBytes { get; init; }

    /// <summary>The number of links or channels.</summary>
    public long LinkCount { get; init; }

    /// <summary>The connections, at most as many as are read at a time.</summary>
    public IReadOnlyList<ConnectionLoad> Connections { get; init; } = [];

    /// <summary>The addresses or queues, those with waiting messages first, then the busiest.</summary>
    public IReadOnlyList<AddressLoad> Addresses { get; init; } = [];

    /// <summary>Returns the same state with the rates since an earlier state, and with the addresses in the order of their load.</summary>
    /// <param name="before">The earlier state; null if there is none, and no rate is known.</param>
    public BusLoad Since(BusLoad? before)
    {
        var earlier = (before?.Addresses ?? []).GroupBy(address => address.Name, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
        var seconds = before is null ? 0 : (Taken - before.Taken).TotalSeconds;
        return this with
        {
            Addresses =
            [
                .. Addresses.Select(WithRates)
                    .OrderByDescending(address => address.Waiting)
                    .ThenByDescending(address => (address.InRate ?? 0) + (address.OutRate ?? 0))
                    .ThenBy(address => address.Name, StringComparer.Ordinal),
            ],
        };

        AddressLoad WithRates(AddressLoad address) => seconds <= 0
            ? address
            : address with
            {
                // A rate that the broker itself has computed is kept. The counters of an address that was created since then start at zero, also if its name was used before.
                InRate = address.InRate ?? Rate(address.Received, earlier.GetValueOrDefault(address.Name)?.Received),
                OutRate = address.OutRate ?? Rate(address.Sent, earlier.GetValueOrDefault(address.Name)?.Sent),
            };

        double Rate(long now, long? then) => (then is { } known && known <= now ? now - known : now) / seconds;
    }
}
