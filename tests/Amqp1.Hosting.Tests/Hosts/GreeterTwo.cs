using System.Diagnostics.CodeAnalysis;
using Amqp1.Rpc;

namespace Amqp1.Hosting.Tests.Hosts;

/// <summary>Version 2 of the same topic.</summary>
[RpcEndpoint("greeter", Version = "2.0")]
[SuppressMessage("Design", "CA1822", Justification = "Endpoint methods belong to an object.")]
public sealed class GreeterTwo
{
    public string Greet(string name) => $"Good day {name}";
}
