using System.Diagnostics.CodeAnalysis;
using Amqp1.Rpc;

namespace Amqp1.Hosting.Tests.Endpoints;

/// <summary>An endpoint whose types are in no JSON context of the tests.</summary>
[RpcEndpoint("t")]
[SuppressMessage("Design", "CA1822", Justification = "Endpoint methods belong to an object.")]
public sealed class Unserializable
{
    public Thing Change(Thing thing, int count) => count > 0 ? thing : new Thing("");

    public sealed record Thing(string Name);
}
