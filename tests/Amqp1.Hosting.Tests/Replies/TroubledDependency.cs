using Amqp1.Rpc;

namespace Amqp1.Hosting.Tests.Replies;

/// <summary>An endpoint that cannot be made: nobody has registered what it needs.</summary>
[RpcEndpoint(Troubled.Topic, Version = "1.3")]
public sealed class TroubledDependency(TroubledDependency.INobody nobody)
{
    public bool Resolve() => nobody is not null;

    public interface INobody;
}
