using System.Diagnostics.CodeAnalysis;
using Amqp1.Rpc;

namespace Amqp1.Hosting.Tests.ForeignCode;

/// <summary>The endpoint that the scenario calls.</summary>
[RpcEndpoint("patient", Server = "one")]
[SuppressMessage("Design", "CA1822", Justification = "Endpoint methods belong to an object.")]
public sealed class Patient
{
    public string Echo(string text) => text;

    public void Fail() => throw new InvalidOperationException("broken");

    [ExpectedException<KeyNotFoundException>]
    public void Refuse() => throw new KeyNotFoundException("none");

    /// <summary>Waits until its caller's time is up or the server stops.</summary>
    public async Task WaitAsync(CancellationToken cancel) => await new TaskCompletionSource().Task.WaitAsync(cancel);
}
