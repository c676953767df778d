using System.Text;
using Amqp1.Bus;
using Amqp1.Bus.Deadlines;
using Amqp1.Hosting.Generated;
using Amqp1.Hosting.Internal;
using Amqp1.Rpc;

namespace Amqp1.Hosting.Tests.Endpoints;

/// <summary>Calls methods of generated endpoints without a bus.</summary>
internal static class Invocations
{
    public static RpcEndpointDescriptor Describe<TEndpoint>() =>
        new SingleEndpoint(typeof(TEndpoint)).Load(MessagingJson.Default, RegisteredServices.Unknown).Rpc.ShouldHaveSingleItem();

    /// <summary>Calls a method and returns the body of the reply in the amqp1 format.</summary>
    public static async Task<string> InvokeAsync<TEndpoint>(TEndpoint endpoint, string method, string arguments)
        where TEndpoint : class
    {
        var descriptor = Describe<TEndpoint>().Find(method).ShouldNotBeNull();
        using var deadlines = new DeadlineTimer(TimeProvider.System);
        using var stopped = new CancellationTokenSource();
        using var cancellation = new RequestCancellation(deadlines, null, stopped.Token);
        var context = new RpcContext(MessagingContext.Empty, method, null, "1.0", "address", expectsReply: true, null);
        var invocation = new RpcInvocation(context, Encoding.UTF8.GetBytes(arguments), MessagingJson.Default, cancellation);
        await descriptor.Invoke(endpoint, invocation);
        return "{\"response\":" + Encoding.UTF8.GetString(invocation.Result.Span) + "}";
    }
}
