using System.Diagnostics.CodeAnalysis;
using Amqp1.Rpc;

namespace Amqp1.Hosting.Tests.Hosts;

/// <summary>An endpoint that throws an exception of a Python class.</summary>
[RpcEndpoint("refuser")]
[SuppressMessage("Design", "CA1822", Justification = "Endpoint methods belong to an object.")]
public sealed class Refuser
{
    public void Refuse() => throw new RemoteErrorException("nova.exception", "InstanceNotFound", "vm-1");
}
