using System.Net;
using System.Net.Sockets;
using StreamJsonRpc;

namespace Amqp1.Benchmarks.Contenders;

/// <summary>StreamJsonRpc over TCP: JSON in, JSON out, with nothing between client and server.</summary>
internal sealed class StreamJsonRpcServer : IContenderServer
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopped = new();
    private Task _accepting = Task.CompletedTask;

    public Task<string> StartAsync(string url)
    {
        _listener.Start();
        _accepting = AcceptAsync();
        return Task.FromResult($"{_listener.LocalEndpoint}");
    }

    public async ValueTask DisposeAsync()
    {
        await _stopped.CancelAsync();
        _listener.Stop();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopped.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            var client = await _listener.AcceptTcpClientAsync(_stopped.Token);
            client.NoDelay = true;
            var rpc = new JsonRpc(StreamJsonRpcClient.HandlerOf(client.GetStream()));
            rpc.AddLocalRpcTarget(new StreamJsonRpcPeer());
            rpc.StartListening();
        }
    }
}
