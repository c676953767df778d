using Amqp1.Rpc;

namespace Amqp1.Hosting.Tests.Endpoints;

/// <summary>An endpoint with one required and one optional dependency.</summary>
[RpcEndpoint("needy-too")]
public sealed class NeedyToo(Needy.Tool tool, Needy.ITool? other = null)
{
    public string Names() => $"{tool.GetType().Name} {other?.GetType().Name}";
}
