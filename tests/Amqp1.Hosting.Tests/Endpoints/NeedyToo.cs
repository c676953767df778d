using Amqp1.Rpc;

namespace Amqp1.Hosting.Tests.Endpoints;

/// <summary>Needs one thing and can do without another.</summary>
[RpcEndpoint("needy-too")]
public sealed class NeedyToo(Needy.Tool tool, Needy.ITool? other = null)
{
    public string Names() => $"{tool.GetType().Name} {other?.GetType().Name}";
}
