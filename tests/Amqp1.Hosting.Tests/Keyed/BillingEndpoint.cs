using System.Diagnostics.CodeAnalysis;
using Amqp1.Rpc;

namespace Amqp1.Hosting.Tests.Keyed;

/// <summary>An endpoint that belongs to one instance.</summary>
[RpcEndpoint("billing")]
[SuppressMessage("Design", "CA1822", Justification = "Endpoint methods belong to an object.")]
public sealed class BillingEndpoint
{
    public string Whoami() => "billing";
}
