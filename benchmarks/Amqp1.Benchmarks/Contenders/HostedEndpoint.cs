using System.Diagnostics.CodeAnalysis;
using Amqp1.Rpc;

namespace Amqp1.Benchmarks.Contenders;

/// <summary>Serves the calls of the hosted contender.</summary>
[RpcEndpoint(HostedServer.Topic)]
[SuppressMessage("Design", "CA1822", Justification = "Endpoint methods belong to an object.")]
internal sealed class HostedEndpoint
{
    public string Echo(string data) => data;
}
