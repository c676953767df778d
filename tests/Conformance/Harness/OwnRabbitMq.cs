using Amqp1.Interop.Tests.Harness;
using Amqp1.Interop.Tests.Harness.Rabbit;

namespace Amqp1.Conformance.Tests.Harness;

/// <summary>A RabbitMQ 4 that this run starts, with the rabbit dialect.</summary>
public sealed class OwnRabbitMq : Intermediary
{
    private RabbitBroker? _broker;

    /// <inheritdoc />
    public override bool SettlesEndToEnd => false;

    /// <inheritdoc />
    public override bool UsesAmqp1Format => false;

    /// <inheritdoc />
    public override async Task<string> StartAsync(CancellationToken cancel)
    {
        // The start must continue if the test that asks for it first ends.
        _broker = await RabbitBroker.StartAsync(RabbitRelease.V43, CancellationToken.None, new RabbitSettings { Vhosts = ["HOSTA", "HOSTB", "HOSTC"] }).WaitAsync(cancel);
        return _broker.Url;
    }

    /// <inheritdoc />
    public override ValueTask DisposeAsync() => _broker?.DisposeAsync() ?? ValueTask.CompletedTask;
}
