using System.Diagnostics.CodeAnalysis;
using Amqp1.Rpc;

namespace Amqp1.Hosting.Tests.Values;

/// <summary>A class with a method that C# prefers to the one of its base class, under another wire name.</summary>
[RpcEndpoint("hiding")]
[SuppressMessage("Design", "CA1822", Justification = "Endpoint methods belong to an object.")]
public sealed class Hiding : Shown
{
    [RpcMethod("get_any")]
    public string Get(long id) => $"Hiding.Get({id})";
}
