using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Amqp1.Core.Tests.Security;

/// <summary>Puts TLS in front of a peer that has none: what the peer does to its connections, the client sees happen to its own.</summary>
internal sealed class TlsFront : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly X509Certificate2 _certificate;
    private readonly int _backend;
    private readonly Task _accepting;

    public TlsFront(X509Certificate2 certificate, int backendPort)
    {
        _certificate = certificate;
        _backend = backendPort;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAllAsync();
    }

    public int Port { get; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAllAsync()
    {
        var relays = new List<Task>();
        try
        {
            while (true)
            {
                relays.Add(RelayAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(relays);
        }
    }

    private async Task RelayAsync(TcpClient client)
    {
        using var front = client;
        using var back = new TcpClient();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        try
        {
            await using var secure = new SslStream(client.GetStream());
            await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, end.Token);
            await back.ConnectAsync(IPAddress.Loopback, _backend, end.Token);
            var first = secure.CopyToAsync(back.GetStream(), end.Token);
            var second = back.GetStream().CopyToAsync(secure, end.Token);
            await await Task.WhenAny(first, second);
            await end.CancelAsync();
            await Task.WhenAll(first, second);
        }
        catch (Exception over) when (over is IOException or SocketException or AuthenticationException or OperationCanceledException or ObjectDisposedException)
        {
            // One side is gone; the other goes with it.
        }
    }
}
