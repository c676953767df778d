using Amqp1.Rpc;

namespace Amqp1.Hosting.Tests.Replies;

/// <summary>An endpoint that cannot be made: what it needs is registered, and what that needs is not, which shows only then.</summary>
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
