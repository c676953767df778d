using System.Net;
using System.Net.Sockets;
using StreamJsonRpc;

namespace Amqp1.Benchmarks.Contenders;

/// <summary>The client of StreamJsonRpc. A notification is a call without a result, because only calls are acknowledged.</summary>
internal sealed class StreamJsonRpcClient : IContenderClient
{
    private TcpClient? _connection;
    private JsonRpc? _rpc;
    private string _payload = "";

    public static IJsonRpcMessageHandler HandlerOf(Stream stream) => new HeaderDelimitedMessageHandler(stream, stream, new SystemTextJsonFormatter());

    public async Task ConnectAsync(string url, int payloadSize, CancellationToken cancel)
    {
        _payload = new string('x', payloadSize);
        _connection = new TcpClient { NoDelay = true };
        await _connection.ConnectAsync(IPEndPoint.Parse(url), cancel);
        _rpc = new JsonRpc(HandlerOf(_connection.GetStream()));
        _rpc.StartListening();
    }

    public async Task CallAsync()
    {
        if ((await _rpc!.InvokeAsync<string>(nameof(StreamJsonRpcPeer.Echo), _payload).ConfigureAwait(false)).Length != _payload.Length)
        {
            throw new InvalidOperationException("The answer is not the question.");
        }
    }

    public Task NotifyAsync() => _rpc!.InvokeAsync(nameof(StreamJsonRpcPeer.Notify), _payload);

    public ValueTask DisposeAsync()
    {
        _rpc?.Dispose();
        _connection?.Dispose();
        return ValueTask.CompletedTask;
    }
}
