using Amqp1.Rpc;

namespace Amqp1.Hosting.Tests.Lifecycle;

/// <summary>An endpoint that passes a call on to the topic of <see cref="Worker"/>, which the same process serves.</summary>
[RpcEndpoint("relay")]
public sealed class Relay(MessagingTransport transport)
{
    public async Task<string> EchoAsync(string text, CancellationToken cancel) =>
        (await transport.CreateRpcClient(Target.ForTopic("worker")).CallAsync<string>("echo", new { text }, cancel))!;
}
