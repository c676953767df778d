using System.Net;
using System.Net.Sockets;

namespace Amqp1.Transport;

/// <summary>Resolves a host and connects to the first address that answers.</summary>
internal static class SocketConnector
{
    /// <summary>
    /// The time limit for one address if there are several. A host that drops packets must not use up the whole time if another address
    /// would answer.
    /// </summary>
    private static readonly TimeSpan PerAddress = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Returns the connected socket. Throws the <see cref="SocketException"/> or <see cref="TimeoutException"/> of the last address if none
    /// answers.
    /// </summary>
    public static async Task<Socket> ConnectAsync(PeerHost host, TimeProvider time, CancellationToken cancel)
    {
        var addresses = IPAddress.TryParse(host.Host, out var literal)
            ? [literal]
            : await Dns.GetHostAddressesAsync(host.Host, cancel).ConfigureAwait(false);
        return await ConnectAsync(addresses, host.Port, time, cancel).ConfigureAwait(false);
    }

    /// <summary>
    /// Connects as <see cref="ConnectAsync(PeerHost, TimeProvider, CancellationToken)"/> does, for a host that is already resolved.
    /// </summary>
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
    /// Returns whether a socket is connected to itself. If no process listens on a loopback port, a connection may get the target port as
    /// its own port, and TCP then connects the socket to itself. Such a connection would occupy the port of the peer that is about to
    /// restart.
    /// </summary>
    internal static bool IsConnectedToItself(Socket socket) => socket.LocalEndPoint is { } local && local.Equals(socket.RemoteEndPoint);
}
