namespace Amqp1.Interop.Tests.Harness;

/// <summary>The router that the environment names.</summary>
public sealed class GivenRouter : Intermediary
{
    public override bool SettlesEndToEnd => true;

    public override bool KeepsFlagsOfModified => false;

    public override Task<string> StartAsync(CancellationToken cancel) => Task.FromResult(Intermediaries.RequireRouter());

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
