using Amqp1.Embedded;

namespace Amqp1.Interop.Tests.Harness;

/// <summary>The embedded router or broker, in this process.</summary>
/// <param name="preset">The messages that it stores.</param>
public abstract class EmbeddedIntermediary(EmbeddedPreset preset) : Intermediary
{
    private EmbeddedRouter? _router;

    public override bool SettlesEndToEnd => preset != EmbeddedPreset.Broker;

    public override bool StoresNotifications => preset != EmbeddedPreset.Router;

    public override async Task<string> StartAsync(CancellationToken cancel)
    {
        _router = await EmbeddedRouter.StartAsync(new EmbeddedRouterOptions().UsePreset(preset), cancel);
        return _router.TransportUrl;
    }

    public override async ValueTask DisposeAsync()
    {
        if (_router is not null)
        {
            await _router.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }
}
