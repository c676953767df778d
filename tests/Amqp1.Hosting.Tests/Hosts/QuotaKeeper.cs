using System.Diagnostics.CodeAnalysis;
using Amqp1.Rpc;

namespace Amqp1.Hosting.Tests.Hosts;

/// <summary>An endpoint that throws an exception with data, which services share.</summary>
[RpcEndpoint("quota-keeper")]
[SuppressMessage("Design", "CA1822", Justification = "Endpoint methods belong to an object.")]
public sealed class QuotaKeeper
{
    public void Reserve() => throw new QuotaException("too much", new Quota("blue", 7), null);
}
