using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Amqp1.Transport;
using Amqp1.Transport.Tls;

namespace Amqp1.Cli.Checks.Probing;

/// <summary>The result of a TLS handshake.</summary>
/// <param name="Protocol">The version of TLS.</param>
/// <param name="Certificate">The certificate of the server; null if it sent none.</param>
internal sealed record TlsProbe(string Protocol, ServerCertificate? Certificate)
{
    /// <summary>
    /// Performs the handshake of the product and closes the connection. Throws
    /// <see cref="System.Security.Authentication.AuthenticationException"/> with the reason if the server is not accepted.
    /// </summary>
    public static async Task<TlsProbe> RunAsync(
        IPAddress[] addresses, PeerHost host, TlsSettings settings, TimeProvider time, CancellationToken cancel)
    {
        var socket = await SocketConnector.ConnectAsync(addresses, host.Port, time, cancel).ConfigureAwait(false);
        var stream = await TlsUpgrade.AuthenticateAsync(new NetworkStream(socket, ownsSocket: true), settings, host.Host, cancel).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            var tls = (SslStream)stream;
            return new TlsProbe(NameOf(tls), tls.RemoteCertificate is X509Certificate2 certificate ? ServerCertificate.Of(certificate) : null);
        }
    }

    private static string NameOf(SslStream tls) => tls.SslProtocol switch
    {
        System.Security.Authentication.SslProtocols.Tls12 => "TLS 1.2",
        System.Security.Authentication.SslProtocols.Tls13 => "TLS 1.3",
        var other => other.ToString(),
    };
}
