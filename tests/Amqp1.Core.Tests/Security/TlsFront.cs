using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Amqp1.Core.Tests.Security;

/// <summary>Puts TLS in front of a peer that has no TLS. The client sees everything that the peer does to its connections.</summary>
internal sealed class TlsFront : IAsyncDisposable
{
    private readonly X509Certificate2 _certificate;
    private readonly int _backend;
    private readonly LoopbackServer _server;

    public TlsFront(X509Certificate2 certificate, int backendPort)
    {
        _certificate = certificate;
        _backend = backendPort;
        _server = new LoopbackServer(RelayAsync);
    }

    public int Port => _server.Port;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task RelayAsync(TcpClient client, CancellationToken stop)
    {
        using var front = client;
        using var back = new TcpClient();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
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
            // One side has closed the connection, so the other side is closed too.
        }
    }
}
