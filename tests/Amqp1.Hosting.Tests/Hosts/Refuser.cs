using Amqp1.Rpc;

namespace Amqp1.Hosting.Tests.Hosts;

/// <summary>An endpoint that answers with a class of Python's.</summary>
[RpcEndpoint("refuser")]
public sealed class Refuser
{
    public void Refuse() => throw new RemoteErrorException("nova.exception", "InstanceNotFound", "vm-1");
}
