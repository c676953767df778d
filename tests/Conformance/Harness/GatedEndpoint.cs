using Amqp1.Rpc;

namespace Amqp1.Conformance.Tests.Harness;

/// <summary>An endpoint whose requests end when the test opens a gate.</summary>
[RpcEndpoint(Topic)]
public sealed class GatedEndpoint(Gate gate)
{
    /// <summary>The topic, the same for all tests: those of one intermediary run one after another.</summary>
    public const string Topic = "conformance-gated";

    public Task<string> HoldAsync(string name, CancellationToken cancel) => gate.HoldAsync(name, cancel);
}
