using System.Diagnostics.CodeAnalysis;
using Amqp1.Rpc;

namespace Amqp1.Hosting.Tests.Allocation;

/// <summary>An endpoint whose methods do not allocate memory themselves.</summary>
[RpcEndpoint("measured")]
[SuppressMessage("Design", "CA1822", Justification = "Endpoint methods belong to an object.")]
public sealed class MeasuredEndpoint
{
    public string Echo(string data) => data;

    public int Sum(int first, int second, int third) => first + second + third;
}
