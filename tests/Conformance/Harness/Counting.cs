using System.Text.Json.Serialization.Metadata;
using Amqp1.Rpc;

namespace Amqp1.Conformance.Tests.Harness;

/// <summary>An endpoint with the method <c>count</c>, which returns a stream of numbers.</summary>
/// <param name="items">Makes the numbers.</param>
internal sealed class Counting(Func<RpcInvocation, IAsyncEnumerable<int>> items)
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the method has ended for the first time.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Starts a server. Completes when it listens. The caller stops it.</summary>
    public async Task<RpcServer> ServeAsync(MessagingTransport transport, string topic, CancellationToken cancel)
    {
        var target = Target.ForTopic(topic, "server");
        var server = transport.CreateRpcServer(target, (new RpcEndpointDescriptor(typeof(Counting), target, [new RpcMethodDescriptor("count", InvokeAsync)]), this));
        server.Start();
        await server.WaitUntilListeningAsync(cancel);
        return server;
    }

    private static async ValueTask InvokeAsync(object endpoint, RpcInvocation invocation)
    {
        var self = (Counting)endpoint;
        try
        {
            await invocation.SetResultAsync(self.Items(invocation), (JsonTypeInfo<int>)invocation.Json.GetTypeInfo(typeof(int)));
        }
        finally
        {
            self._ended.TrySetResult();
        }
    }

    private Func<RpcInvocation, IAsyncEnumerable<int>> Items { get; } = items;
}
