using System.Diagnostics.CodeAnalysis;
using Amqp1.Rpc;

namespace Amqp1.Hosting.Tests.Filters;

/// <summary>An endpoint whose requests end when the test says so.</summary>
[RpcEndpoint("gated")]
[SuppressMessage("Design", "CA1822", Justification = "Endpoint methods belong to an object.")]
public sealed class GatedEndpoint(ConcurrencyLimitTests.Gate gate)
{
    public Task<int> HoldAsync(CancellationToken cancel) => gate.HoldAsync(cancel);

    public int Pass() => 0;
}
