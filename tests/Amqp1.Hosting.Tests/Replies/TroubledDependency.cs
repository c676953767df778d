using Amqp1.Rpc;

namespace Amqp1.Hosting.Tests.Replies;

/// <summary>
/// An endpoint that cannot be created, because a dependency of its registered dependency is not registered. This is noticed only when it is
/// created.
/// </summary>
[RpcEndpoint(Troubled.Topic, Version = "1.3")]
public sealed class TroubledDependency(TroubledDependency.Somebody somebody)
{
    public bool Resolve() => somebody.Nobody is not null;

    public interface INobody;

    public sealed class Somebody(INobody nobody)
    {
        public INobody Nobody => nobody;
    }
}
