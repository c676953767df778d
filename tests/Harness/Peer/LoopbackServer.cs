using System.Net;
using System.Net.Sockets;

namespace Amqp1.Tests.Harness.Peer;

/// <summary>
/// A server that serves every connection to a free port of the loopback interface. Disposing it waits for the connections that are still
/// served.
/// </summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private bool _isDisposed;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<TcpClient, CancellationToken, Task> _serve;
    private readonly Task _accepting;

    /// <param name="serve">Serves one connection, which it owns; must not throw. The token fires when the server is disposed.</param>
    public LoopbackServer(Func<TcpClient, CancellationToken, Task> serve)
    {
        _serve = serve;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAllAsync();
    }

    public int Port { get; }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
        {
            return;
        }

        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAllAsync()
    {
        var served = new List<Task>();
        try
        {
            while (true)
            {
                served.Add(_serve(await _listener.AcceptTcpClientAsync(_stop.Token), _stop.Token));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(served);
        }
    }
}
