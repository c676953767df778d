using Amqp1.Embedded;

namespace Amqp1.Interop.Tests.Harness;

/// <summary>The embedded router or broker, in this process.</summary>
/// <param name="preset">The messages that it stores.</param>
/// <param name="durable">Whether its queues are in a file, which is deleted at the end.</param>
public abstract class EmbeddedIntermediary(EmbeddedPreset preset, bool durable = false) : Intermediary
{
    private EmbeddedRouter? _router;
    private DirectoryInfo? _folder;

    public override bool SettlesEndToEnd => preset != EmbeddedPreset.Broker;

    public override bool StoresNotifications => preset != EmbeddedPreset.Router;

    public override async Task<string> StartAsync(CancellationToken cancel)
    {
        var options = new EmbeddedRouterOptions().UsePreset(preset);
        if (durable)
        {
            _folder = Directory.CreateTempSubdirectory("amqp1-store-");
            options.UseSqliteStore(Path.Combine(_folder.FullName, "broker.db"));
        }

        _router = await EmbeddedRouter.StartAsync(options, cancel);
        return _router.TransportUrl;
    }

    public override async ValueTask DisposeAsync()
    {
        if (_router is not null)
        {
            await _router.DisposeAsync();
        }

        _folder?.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }
}
