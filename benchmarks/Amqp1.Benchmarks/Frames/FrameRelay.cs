using System.Net;
using System.Net.Sockets;

namespace Amqp1.Benchmarks.Frames;

/// <summary>Passes the connections of one process on to the intermediary, and counts their frames.</summary>
internal sealed class FrameRelay : IAsyncDisposable
{
    private const int BufferSize = 256 * 1024;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly int _target;
    private readonly Task _accepting;

    /// <param name="target">The port of the intermediary.</param>
    public FrameRelay(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>What the process sent.</summary>
    public FrameTotal Sent { get; } = new();

    /// <summary>What the process received.</summary>
    public FrameTotal Received { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                connections.Add(RelayAsync(await _listener.AcceptSocketAsync(_stop.Token)));
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task RelayAsync(Socket process)
    {
        using var intermediary = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using (process)
        {
            process.NoDelay = true;
            await intermediary.ConnectAsync(IPAddress.Loopback, _target, _stop.Token);
            await Task.WhenAny(CopyAsync(process, intermediary, Sent), CopyAsync(intermediary, process, Received));
        }
    }

    /// <summary>Completes when either socket is closed.</summary>
    private async Task CopyAsync(Socket from, Socket to, FrameTotal total)
    {
        var counter = new FrameCounter(total);
        var buffer = new byte[BufferSize];
        try
        {
            while (await from.ReceiveAsync(buffer, _stop.Token) is > 0 and var count)
            {
                counter.Add(buffer.AsSpan(0, count));
                for (var sent = 0; sent < count;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, count - sent), _stop.Token);
                }
            }
        }
        catch (Exception closed) when (closed is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The other direction ends with the sockets.
        }
    }
}
