using System.Globalization;
using System.Net.Sockets;

namespace Amqp1.Conformance.Tests.Harness;

/// <summary>A relay between a client and the intermediary, so that a test can break the connection of this one client.</summary>
internal sealed class Relay : IAsyncDisposable
{
    private readonly TransportHost _to;
    private readonly Lock _gate = new();
    private readonly List<TcpClient> _clients = [];
    private readonly LoopbackServer _server;
    private volatile bool _silent;

    public Relay(TransportHost to)
    {
        _to = to;
        _server = new LoopbackServer(RelayAsync);
        Host = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_server.Port}");
    }

    /// <summary>The host and port of the relay, in the form of a URL.</summary>
    public string Host { get; }

    /// <summary>Returns the transport URL with the relay in place of its hosts, and with the credentials of the first host.</summary>
    public string UrlFor(string url)
    {
        var start = url.IndexOf("://", StringComparison.Ordinal) + 3;
        var end = url.IndexOf('/', start) is >= 0 and var slash ? slash : url.Length;
        var first = url[start..end].Split(',')[0];
        return url[..start] + first[..(first.LastIndexOf('@') + 1)] + Host + url[end..];
    }

    /// <summary>True if a client is connected through the relay.</summary>
    public bool IsUsed
    {
        get
        {
            lock (_gate)
            {
                return _clients.Count > 0;
            }
        }
    }

    /// <summary>Drops all connections. The relay still accepts new ones.</summary>
    public void Cut()
    {
        lock (_gate)
        {
            _clients.ForEach(client => client.Client.Close(0));
        }
    }

    /// <summary>Stops forwarding bytes. No connection is closed.</summary>
    public void FallSilent() => _silent = true;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task RelayAsync(TcpClient client, CancellationToken stop)
    {
        using var front = client;
        using var back = new TcpClient();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        lock (_gate)
        {
            _clients.Add(client);
        }

        try
        {
            await back.ConnectAsync(_to.Host, _to.Port, end.Token);
            var there = PumpAsync(front.GetStream(), back.GetStream(), end.Token);
            var andBack = PumpAsync(back.GetStream(), front.GetStream(), end.Token);
            await await Task.WhenAny(there, andBack);
            await end.CancelAsync();
            await Task.WhenAll(there, andBack);
        }
        catch (Exception over) when (over is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // One side has closed the connection, so the other side is closed too.
        }
        finally
        {
            lock (_gate)
            {
                _clients.Remove(client);
            }
        }
    }

    private async Task PumpAsync(NetworkStream from, NetworkStream to, CancellationToken cancel)
    {
        var buffer = new byte[64 * 1024];
        while (await from.ReadAsync(buffer, cancel) is var length and > 0)
        {
            if (!_silent)
            {
                await to.WriteAsync(buffer.AsMemory(0, length), cancel);
            }
        }
    }
}
