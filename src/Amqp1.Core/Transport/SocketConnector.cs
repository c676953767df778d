using System.Net;
using System.Net.Sockets;

namespace Amqp1.Transport;

/// <summary>Resolves a host and connects to the first of its addresses that answers.</summary>
internal static class SocketConnector
{
    /// <summary>
    /// How long one address may take before the next is tried. A host that swallows packets must not use up the whole time
    /// when another address would answer.
    /// </summary>
    private static readonly TimeSpan PerAddress = TimeSpan.FromSeconds(5);

    /// <summary>Throws the <see cref="SocketException"/> or <see cref="TimeoutException"/> of the last address when none answers.</summary>
    public static async Task<Socket> ConnectAsync(Endpoint endpoint, TimeProvider time, CancellationToken cancel)
    {
        var addresses = IPAddress.TryParse(endpoint.Host, out var literal)
            ? [literal]
            : await Dns.GetHostAddressesAsync(endpoint.Host, cancel).ConfigureAwait(false);
        return await ConnectAsync(addresses, endpoint.Port, time, cancel).ConfigureAwait(false);
    }

    /// <summary>As <see cref="ConnectAsync(Endpoint, TimeProvider, CancellationToken)"/>, for a host that is resolved already.</summary>
    internal static async Task<Socket> ConnectAsync(IPAddress[] addresses, int port, TimeProvider time, CancellationToken cancel)
    {
        Exception? failure = null;
        foreach (var address in addresses)
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            using var limit = addresses.Length > 1 ? new CancellationTokenSource(PerAddress, time) : new CancellationTokenSource();
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, limit.Token);
            try
            {
                await socket.ConnectAsync(address, port, either.Token).ConfigureAwait(false);
                return IsConnectedToItself(socket) ? throw new SocketException((int)SocketError.ConnectionRefused) : socket;
            }
            catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
            {
                socket.Dispose();
                failure = new TimeoutException($"{address} did not answer within {PerAddress.TotalSeconds} s.");
            }
            catch (SocketException refused)
            {
                socket.Dispose();
                failure = refused;
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        throw failure ?? new SocketException((int)SocketError.HostNotFound);
    }

    /// <summary>
    /// Where nobody listens, a loopback connection may get its target for its own port, and TCP then lets it meet itself. It would
    /// keep the port from the peer that is about to come back.
    /// </summary>
    internal static bool IsConnectedToItself(Socket socket) => socket.LocalEndPoint is { } local && local.Equals(socket.RemoteEndPoint);
}
