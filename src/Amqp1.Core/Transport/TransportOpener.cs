using System.Net.Sockets;
using Amqp1.Transport.Sasl;
using Amqp1.Transport.Tls;

namespace Amqp1.Transport;

/// <summary>Opens a connection up to the start of AMQP: name resolution, socket, TLS and SASL, each under the caller's token.</summary>
internal static class TransportOpener
{
    /// <summary>Returns the open transport. Throws the exception of the step that failed; the socket is then closed.</summary>
    public static async Task<AmqpTransport> OpenAsync(
        PeerHost host, SecuritySettings security, TimeProvider time, FrameTrace? trace, CancellationToken cancel)
    {
        var socket = await SocketConnector.ConnectAsync(host, time, cancel).ConfigureAwait(false);
        Stream stream = new NetworkStream(socket, ownsSocket: true);
        try
        {
            if (security.Tls is { } tls)
            {
                stream = await TlsUpgrade.AuthenticateAsync(stream, tls, host.Host, cancel).ConfigureAwait(false);
            }

            if (SaslMechanismSet.For(host, security) is { } mechanisms)
            {
                await SaslNegotiator.AuthenticateAsync(stream, mechanisms, cancel).ConfigureAwait(false);
            }

            return new AmqpTransport(stream, time, trace, socket);
        }
        catch
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
