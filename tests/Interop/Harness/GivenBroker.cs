namespace Amqp1.Interop.Tests.Harness;

/// <summary>The broker that the environment names.</summary>
public sealed class GivenBroker : Intermediary
{
    public override bool SettlesEndToEnd => false;

    public override bool SharesAmongIdleConsumers => false;

    public override bool ServesRoutableAddresses => false;

    public override Task<string> StartAsync(CancellationToken cancel) => Task.FromResult(Intermediaries.RequireBroker());

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
