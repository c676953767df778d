using Amqp1.Embedded;

namespace Amqp1.Interop.Tests.Harness;

/// <summary>An embedded intermediary for upstream's suite.</summary>
/// <param name="Name">The name in the results.</param>
/// <param name="Preset">The messages that the intermediary stores.</param>
/// <param name="Product">The product in its Open frame, which determines the addresses; null for that of the preset.</param>
/// <param name="Durable">Whether its queues are in a file.</param>
internal sealed record UpstreamCell(string Name, EmbeddedPreset Preset, string? Product = null, bool Durable = false)
{
    /// <summary>The product with which the driver uses legacy addresses.</summary>
    private const string Legacy = "qpid-cpp";

    public static IReadOnlyList<UpstreamCell> All { get; } =
    [
        new("router, routable", EmbeddedPreset.Router),
        new("router, legacy", EmbeddedPreset.Router, Legacy),
        new("broker, routable", EmbeddedPreset.Broker),
        new("broker, legacy", EmbeddedPreset.Broker, Legacy),
        new("durable broker, routable", EmbeddedPreset.Broker, Durable: true),
        new("durable broker, legacy", EmbeddedPreset.Broker, Legacy, Durable: true),
        new("dual, routable", EmbeddedPreset.Dual),
        new("dual, legacy", EmbeddedPreset.Dual, Legacy),
        new("durable dual, routable", EmbeddedPreset.Dual, Durable: true),
    ];

    /// <summary>Whether a notification is accepted when it is stored. The dual preset routes all legacy addresses.</summary>
    public bool StoresNotifications => Preset == EmbeddedPreset.Broker || (Preset == EmbeddedPreset.Dual && Product is null);

    /// <summary>
    /// Runs the suite through an intermediary of its own, because the topics of upstream's notifications are the same in each run.
    /// </summary>
    public async Task<UpstreamResult> RunAsync(CancellationToken cancel)
    {
        using var folder = new TestFiles();
        var options = new EmbeddedRouterOptions().UsePreset(Preset);
        options.Product = Product ?? options.Product;
        if (Durable)
        {
            options.UseSqliteStore(folder.PathOf("broker.db"));
        }

        await using var router = await EmbeddedRouter.StartAsync(options, cancel);
        return await UpstreamFunctionalSuite.RunAsync(
            router.TransportUrl, router.TransportUrl, StoresNotifications ? "qpid" : "qdrouterd", cancel);
    }
}
