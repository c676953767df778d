#pragma warning disable AMQP1306 // That the host says it as well is what a test shows.
using System.Diagnostics.CodeAnalysis;
using Amqp1.Rpc;

namespace Amqp1.Hosting.Tests.Values;

/// <summary>An endpoint with a type whose values would be lost, in a project that has silenced the compiler.</summary>
[RpcEndpoint("loser")]
[SuppressMessage("Performance", "CA1822", Justification = "Endpoint methods belong to an object.")]
public sealed class Loser
{
    public string Keep(Sealed thing) => $"{thing}";

    public sealed class Sealed
    {
        private int _value;

        public void Set(int value) => _value = value;

        public override string ToString() => $"{_value}";
    }
}
