using Amqp1.Embedded;

namespace Amqp1.Interop.Tests.Harness;

/// <summary>The embedded router, in this process.</summary>
public abstract class EmbeddedIntermediary : Intermediary
{
    private EmbeddedRouter? _router;

    public override bool SettlesEndToEnd => true;

    public override async Task<string> StartAsync(CancellationToken cancel)
    {
        _router = await EmbeddedRouter.StartAsync(null, cancel);
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
