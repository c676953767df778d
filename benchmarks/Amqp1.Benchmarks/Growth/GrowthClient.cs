using Amqp1.Benchmarks.Contenders;
using Amqp1.Rpc;

namespace Amqp1.Benchmarks.Growth;

/// <summary>Calls all topics in turn, over all connections in turn.</summary>
internal sealed class GrowthClient(GrowthAxis axis, int size) : IContenderClient
{
    private readonly List<MessagingTransport> _transports = [];
    private RpcClient[] _clients = [];
    private EchoPayload _payload = new("");
    private int _next;

    public async Task ConnectAsync(string url, int payloadSize, CancellationToken cancel)
    {
        _payload = new EchoPayload(new string('x', payloadSize));
        var clients = new List<RpcClient>();
        for (var connection = 0; connection < axis.ConnectionsAt(size); connection++)
        {
            var transport = MessagingTransport.Create(url, json: EchoJsonContext.Default.Options);
            _transports.Add(transport);
            transport.Start();
            await transport.WaitForConnectionAsync(cancel);
            clients.AddRange(Enumerable.Range(0, axis.TopicsAt(size)).Select(topic => transport.CreateRpcClient(Target.ForTopic(axis.TopicOf(topic)))));
        }

        _clients = [.. clients];

        // The links are attached before anything is measured.
        foreach (var some in _clients.Chunk(64))
        {
            await Task.WhenAll(some.Select(CallAsync)).WaitAsync(cancel);
        }
    }

    public Task CallAsync() => CallAsync(_clients[(int)((uint)Interlocked.Increment(ref _next) % (uint)_clients.Length)]);

    public Task NotifyAsync() => throw new NotSupportedException("Only calls are measured.");

    public async ValueTask DisposeAsync()
    {
        foreach (var transport in _transports)
        {
            await transport.DisposeAsync();
        }
    }

    private async Task CallAsync(RpcClient client)
    {
        if ((await client.CallAsync<string>("echo", _payload).ConfigureAwait(false))?.Length != _payload.Data.Length)
        {
            throw new InvalidOperationException("The answer is not the question.");
        }
    }
}
