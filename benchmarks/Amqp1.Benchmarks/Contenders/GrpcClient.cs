using Amqp1.Benchmarks.Grpc;
using Google.Protobuf;
using Grpc.Net.Client;

namespace Amqp1.Benchmarks.Contenders;

/// <summary>A client that makes unary calls over one HTTP/2 connection, without an intermediary.</summary>
internal sealed class GrpcClient : IContenderClient
{
    private GrpcChannel? _channel;
    private Peer.PeerClient? _client;
    private Payload _payload = new();

    public async Task ConnectAsync(string url, int payloadSize, CancellationToken cancel)
    {
        _payload = new Payload { Data = ByteString.CopyFrom(new byte[payloadSize]) };
        _channel = GrpcChannel.ForAddress(url);
        await _channel.ConnectAsync(cancel);
        _client = new Peer.PeerClient(_channel);
    }

    public async Task CallAsync()
    {
        if ((await _client!.CallAsync(_payload).ConfigureAwait(false)).Data.Length != _payload.Data.Length)
        {
            throw new InvalidOperationException("The answer is not the question.");
        }
    }

    public async Task NotifyAsync() => _ = await _client!.NotifyAsync(_payload).ConfigureAwait(false);

    public ValueTask DisposeAsync()
    {
        _channel?.Dispose();
        return ValueTask.CompletedTask;
    }
}
