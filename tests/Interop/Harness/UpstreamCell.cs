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

    private const string Batches = "test_simple_batch";

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
    /// Runs the suite. The test of batches expects that 100 notifications take less than two seconds, so it is run without the other tests of
    /// upstream.
    /// </summary>
    /// <param name="turns">Admits one test of batches at a time.</param>
    /// <param name="cancel">Ends the run.</param>
    public async Task<UpstreamResult> RunAsync(SemaphoreSlim turns, CancellationToken cancel)
    {
        var rest = await RunAsync(cancel, without: [Batches]);
        await turns.WaitAsync(cancel);
        try
        {
            return rest.And(await RunAsync(cancel, words: [Batches]));
        }
        finally
        {
            turns.Release();
        }
    }

    /// <summary>
    /// Runs tests through an intermediary of their own, because the topics of upstream's notifications are the same in each run.
    /// </summary>
    private async Task<UpstreamResult> RunAsync(CancellationToken cancel, string[]? words = null, string[]? without = null)
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
            router.TransportUrl, router.TransportUrl, StoresNotifications ? "qpid" : "qdrouterd", cancel, words, without);
    }
}
