using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Amqp1.Transport;

namespace Amqp1.Broker.Protocol;

/// <summary>The socket of a connection and its TLS layer, if there is one.</summary>
internal sealed class PeerSocket : IAsyncDisposable
{
    private readonly Socket _socket;
    private readonly SslStream? _tls;

    public PeerSocket(Socket socket, bool usesTls)
    {
        _socket = socket;
        Stream = new NetworkStream(socket, ownsSocket: false);
        if (usesTls)
        {
            Stream = _tls = new SslStream(Stream, leaveInnerStreamOpen: false);
        }
    }

    /// <summary>The stream to write to.</summary>
    public Stream Stream { get; }

    /// <summary>The validated TLS certificate of the peer; null if there is none.</summary>
    public X509Certificate2? PeerCertificate { get; private set; }

    /// <summary>The version of TLS in use, such as <c>Tls13</c>; null without TLS.</summary>
    public string? TlsVersion { get; private set; }

    /// <summary>The cipher suite of TLS in use; null without TLS.</summary>
    public string? CipherSuite { get; private set; }

    /// <summary>Whether unread bytes of the peer wait in the socket.</summary>
    public bool HasUnread => SocketInput.HasUnread(_socket);

    /// <summary>Performs the TLS handshake, if TLS is used.</summary>
    public async Task AuthenticateAsync(SslServerAuthenticationOptions? options)
    {
        if (_tls is not null)
        {
            await _tls.AuthenticateAsServerAsync(options!).ConfigureAwait(false);
            PeerCertificate = _tls.RemoteCertificate as X509Certificate2;
            TlsVersion = _tls.SslProtocol.ToString();
            CipherSuite = _tls.NegotiatedCipherSuite.ToString();
        }
    }

    /// <summary>Reads from the socket directly if TLS is not used, which avoids a further layer.</summary>
    public ValueTask<int> ReceiveAsync(Memory<byte> buffer) =>
        _tls is null ? _socket.ReceiveAsync(buffer, SocketFlags.None) : _tls.ReadAsync(buffer);

    /// <summary>Ends the direction to the peer. Throws if the peer has already closed the socket.</summary>
    public async Task ShutdownAsync()
    {
        if (_tls is { IsAuthenticated: true })
        {
            await _tls.ShutdownAsync().ConfigureAwait(false);
        }

        _socket.Shutdown(SocketShutdown.Send);
    }

    /// <summary>Closes the socket at once. May be called by any thread, repeatedly.</summary>
    public void Abort() => _socket.Dispose();

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        if (_tls is not null)
        {
            await _tls.DisposeAsync().ConfigureAwait(false);
        }

        PeerCertificate?.Dispose();
    }
}
