using System.Diagnostics.CodeAnalysis;
using Amqp1.Rpc;

namespace Amqp1.Hosting.Tests.Telemetry;

/// <summary>The endpoint that the telemetry tests call.</summary>
[RpcEndpoint("observed")]
[SuppressMessage("Design", "CA1822", Justification = "Endpoint methods belong to an object.")]
public sealed class Observed
{
    public int Add(int a, int b) => a + b;

    public void Note(string text)
    {
    }

    public Task WaitAsync(CancellationToken cancel) => new TaskCompletionSource().Task.WaitAsync(cancel);

    public void Refuse() => throw new KeyNotFoundException("none");

    [ExpectedException<KeyNotFoundException>]
    public void RefuseAsExpected() => throw new KeyNotFoundException("none");

    [ExpectedException<MessagingException>]
    public void Count(int number)
    {
    }

    [ExpectedException<RpcArgumentException>]
    public void RefuseArgument() => throw new RpcArgumentException("not that one");
}
