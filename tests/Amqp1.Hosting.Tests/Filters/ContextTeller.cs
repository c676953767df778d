using System.Diagnostics.CodeAnalysis;
using Amqp1.Rpc;

namespace Amqp1.Hosting.Tests.Filters;

/// <summary>An endpoint that returns the context of its call.</summary>
[RpcEndpoint("context-teller")]
[SuppressMessage("Design", "CA1822", Justification = "Endpoint methods belong to an object.")]
public sealed class ContextTeller
{
    public string Tell(RpcContext context) => context.Context.ToString();
}
