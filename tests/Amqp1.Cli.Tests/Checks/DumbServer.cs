using System.Net;
using System.Net.Sockets;

namespace Amqp1.Cli.Tests.Checks;

/// <summary>A loopback port that answers the first bytes of every connection with a text, or with nothing.</summary>
internal sealed class DumbServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly byte[]? _answer;
    private readonly Task _accepting;

    /// <param name="answer">The answer; null to be silent.</param>
    public DumbServer(byte[]? answer)
    {
        _answer = answer;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _accepting;
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        var running = new List<Task>();
        try
        {
            while (true)
            {
                running.Add(ServeAsync(await _listener.AcceptSocketAsync(_end.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(running);
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using (socket)
        {
            try
            {
                var buffer = new byte[1024];
                while (await socket.ReceiveAsync(buffer, _end.Token) > 0)
                {
                    if (_answer is not null)
                    {
                        await socket.SendAsync(_answer, _end.Token);
                        return;
                    }
                }
            }
            catch (Exception ended) when (ended is OperationCanceledException or SocketException)
            {
                // The client has gone, or the test has ended.
            }
        }
    }
}
