using System.Diagnostics.CodeAnalysis;
using Amqp1.Rpc;

namespace Amqp1.Hosting.Tests.Replies;

/// <summary>An endpoint that cannot be created because its constructor throws.</summary>
[RpcEndpoint(Troubled.Topic, Version = "1.3")]
[SuppressMessage("Design", "CA1822", Justification = "Endpoint methods belong to an object.")]
public sealed class TroubledConstructor
{
    public TroubledConstructor() => throw new KeyNotFoundException("cannot be made");

    public bool Construct() => true;
}
