namespace Amqp1.Interop.Tests.Harness;

/// <summary>Proton's example broker with legacy addresses. Each address is a queue, and a released delivery is lost.</summary>
public sealed class ProtonExampleBroker : Intermediary
{
    private ProtonBroker? _broker;

    public override bool HasFanout => false;

    public override bool HasRequeue => false;

    public override bool SettlesEndToEnd => false;

    public override async Task<string> StartAsync(CancellationToken cancel)
    {
        _broker = await ProtonBroker.StartAsync(cancel);
        return _broker.Url;
    }

    public override async ValueTask DisposeAsync()
    {
        if (_broker is not null)
        {
            await _broker.DisposeAsync();
        }
    }
}
