using System.Globalization;
using System.Text.Json;
using Amqp1.Benchmarks.Contenders;
using Amqp1.Rpc;

namespace Amqp1.Benchmarks.Growth;

/// <summary>The echo servers of one size, a hundred on each connection.</summary>
internal sealed class GrowthServers(GrowthAxis axis, int size) : IContenderServer
{
    private const int ServersPerConnection = 100;
    private readonly List<MessagingTransport> _transports = [];

    public async Task<string> StartAsync(string url)
    {
        foreach (var indices in Enumerable.Range(0, axis.ServersAt(size)).Chunk(ServersPerConnection))
        {
            var transport = MessagingTransport.Create(url, json: EchoJsonContext.Default.Options);
            _transports.Add(transport);
            var servers = indices.Select(index => CreateServer(transport, index)).ToArray();
            Array.ForEach(servers, server => server.Start());
            transport.Start();
            foreach (var server in servers)
            {
                await server.WaitUntilListeningAsync();
            }
        }

        return url;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var transport in _transports)
        {
            await transport.DisposeAsync();
        }
    }

    private RpcServer CreateServer(MessagingTransport transport, int index)
    {
        var target = Target.ForTopic(axis.TopicOf(index), string.Create(CultureInfo.InvariantCulture, $"server-{index}"));
        return transport.CreateRpcServer(target, (new RpcEndpointDescriptor(typeof(GrowthServers), target, [new RpcMethodDescriptor("echo", Echo)]), this));
    }

    private static ValueTask Echo(object endpoint, RpcInvocation invocation)
    {
        invocation.SetResult(JsonSerializer.Deserialize(invocation.Arguments.Span, EchoJsonContext.Default.EchoPayload)!.Data);
        return ValueTask.CompletedTask;
    }
}
