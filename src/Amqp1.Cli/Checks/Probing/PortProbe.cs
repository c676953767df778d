using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Amqp1.Transport;

namespace Amqp1.Cli.Checks.Probing;

/// <summary>Finds out which protocol a port speaks, by what it answers to the header of AMQP 1.0 and to the hello of TLS.</summary>
internal static class PortProbe
{
    private static readonly byte[] SaslHeader = [(byte)'A', (byte)'M', (byte)'Q', (byte)'P', 3, 1, 0, 0];

    /// <summary>Completes when the peer has answered, or has not answered within the limit. Throws if the port is not open.</summary>
    /// <param name="addresses">The addresses of the host.</param>
    /// <param name="port">The port.</param>
    /// <param name="limit">The time limit for each of two answers.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancel">Cancels the probe.</param>
    public static async Task<PortProtocol> DetectAsync(IPAddress[] addresses, int port, TimeSpan limit, TimeProvider time, CancellationToken cancel)
    {
        var answer = await AnswerToHeaderAsync(addresses, port, limit, time, cancel).ConfigureAwait(false);
        if (OfAnswer(answer) is { } known)
        {
            return known;
        }

        return await SpeaksTlsAsync(addresses, port, limit, time, cancel).ConfigureAwait(false) ? PortProtocol.Tls
            : answer is null ? PortProtocol.Silent
            : PortProtocol.Other;
    }

    internal static PortProtocol? OfAnswer(ReadOnlySpan<byte> answer) =>
        answer.StartsWith("AMQP"u8) ? answer.Length >= 8 && answer[5..8].SequenceEqual(new byte[] { 1, 0, 0 }) ? PortProtocol.Amqp1 : PortProtocol.OlderAmqp
        : answer.StartsWith("HTTP"u8) ? PortProtocol.Http
        : answer.Length >= 2 && answer[0] is 0x15 or 0x16 && answer[1] == 3 ? PortProtocol.Tls
        : null;

    /// <summary>Returns the first bytes of the answer, none if the peer closes the connection, or null if it does not answer.</summary>
    private static async Task<byte[]?> AnswerToHeaderAsync(
        IPAddress[] addresses, int port, TimeSpan limit, TimeProvider time, CancellationToken cancel)
    {
        using var socket = await SocketConnector.ConnectAsync(addresses, port, time, cancel).ConfigureAwait(false);
        using var timeout = new AnswerLimit(limit, time, cancel);
        try
        {
            await socket.SendAsync(SaslHeader, timeout.Token).ConfigureAwait(false);
            var answer = new byte[SaslHeader.Length];
            var length = 0;
            while (length < answer.Length && await socket.ReceiveAsync(answer.AsMemory(length), timeout.Token).ConfigureAwait(false) is > 0 and var read)
            {
                length += read;
            }

            return answer[..length];
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return null;
        }
        catch (SocketException)
        {
            return [];
        }
    }

    /// <summary>Returns whether a handshake of TLS succeeds. Does not throw unless it is cancelled.</summary>
    public static async Task<bool> SpeaksTlsAsync(IPAddress[] addresses, int port, TimeSpan limit, TimeProvider time, CancellationToken cancel)
    {
        using var timeout = new AnswerLimit(limit, time, cancel);
        try
        {
            var socket = await SocketConnector.ConnectAsync(addresses, port, time, timeout.Token).ConfigureAwait(false);
            var tls = new SslStream(new NetworkStream(socket, ownsSocket: true), leaveInnerStreamOpen: false);
            await using (tls.ConfigureAwait(false))
            {
                await tls.AuthenticateAsClientAsync(AnyServer(), timeout.Token).ConfigureAwait(false);
                return true;
            }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception failure) when (failure is AuthenticationException or IOException or SocketException or TimeoutException)
        {
            return false;
        }
    }

    private static SslClientAuthenticationOptions AnyServer() => new()
    {
        TargetHost = "",
#pragma warning disable CA5359 // Nothing is sent over this connection. Only the protocol of the port is of interest.
        RemoteCertificateValidationCallback = static (_, _, _, _) => true,
#pragma warning restore CA5359
    };
}
