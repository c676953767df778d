using System.Net.Sockets;
using Amqp;
using Amqp.Framing;
using Amqp.Types;
using Amqp1.Bus.Context;
using Amqp1.Transport;
using Amqp1.Transport.Clock;
using Microsoft.Extensions.Logging;

namespace Amqp1.Bus.Connections;

/// <summary>
/// Opens one connection to one host: first the transport, then the AMQP Open in both directions (docs/spec/connection.md#open).
/// </summary>
internal static class ConnectionOpener
{
    public const ushort ChannelMax = 32767;

    private const uint LeastMaxFrameSize = FrameLimit.Smallest;

    /// <summary>
    /// Completes when the peer's Open is received. Throws the exception of the step that failed, or <see cref="OperationCanceledException"/>
    /// if the token is cancelled; in both cases the transport is closed.
    /// </summary>
    public static async Task<BusConnection> OpenAsync(
        BusSettings settings, PeerHost host, TimeProvider time, ILogger logger, CancellationToken cancel)
    {
        var trace = settings.Trace ? new FrameTrace(logger, host.ToString()) : null;
        var security = settings.Security.TlsFiles is { } files
            ? settings.Security with { Tls = await files.ReadAsync(logger, cancel).ConfigureAwait(false) }
            : settings.Security;
        var transport = await TransportOpener.OpenAsync(host, security, time, trace, cancel).ConfigureAwait(false);
        try
        {
            using var provider = new PreparedTransportProvider(transport);
            var factory = new ConnectionFactory([provider]) { BufferManager = FrameBuffers.Shared };
            // The limits of AMQPNetLite do not cover a peer that sends garbage before its Open. Aborting the transport does.
            using var abort = cancel.Register(static state => ((AmqpTransport)state!).Abort(), transport);
            var open = CreateOpen(settings);
            var events = new ConnectionEvents(open, transport);
            factory.AMQP.MaxFrameSize = AmqpTransport.MaxFrameSize;
            factory.AMQP.MaxSessionsPerConnection = ChannelMax + 1;
            var address = new Address(host.Host, host.Port, null, null, "/", PreparedTransportProvider.Scheme);
            var connection = await ExchangeOpenAsync(factory.CreateAsync(address, events), events, settings.OpenHostname, cancel).ConfigureAwait(false);
            var peer = events.Peer!;
            CheckFrameSize(peer);
            transport.Attach(connection, peer.MaxFrameSize);
            var opened = new BusConnection(connection, transport, host, peer, settings, time, logger);
            opened.KeepAlive(ClockThread.For(time), settings.IdleTimeout);
            return opened;
        }
        catch
        {
            transport.Abort();
            throw;
        }
    }

    /// <summary>
    /// Waits for the Open of the peer. The library reports a socket that the peer has closed before that as a cancellation or as an object
    /// that was disposed, which says nothing to an operator. RabbitMQ closes it without a frame if the virtual host does not exist, so the
    /// exception names the hostname.
    /// </summary>
    private static async Task<Connection> ExchangeOpenAsync(
        Task<Connection> connecting, ConnectionEvents events, string? hostname, CancellationToken cancel)
    {
        try
        {
            return await Waiting.IgnoreLateFault(connecting).WaitAsync(cancel).ConfigureAwait(false);
        }
        catch (Exception lost) when (lost is OperationCanceledException or ObjectDisposedException or IOException or SocketException
            && events.Peer is null && !cancel.IsCancellationRequested)
        {
            var reason = lost is IOException or SocketException ? lost.Message : "The connection was closed.";
            var hint = hostname is null ? "" : $" The virtual host '{hostname}' may not exist, or the user may have no access to it.";
            throw new IOException($"The peer did not answer the Open: {reason}{hint}");
        }
    }

    /// <summary>Throws if the peer accepts only frames below 512 bytes. AMQP requires every peer to accept frames of 512 bytes.</summary>
    private static void CheckFrameSize(PeerInfo peer)
    {
        if (peer.MaxFrameSize < LeastMaxFrameSize)
        {
            throw new InvalidDataException(
                $"The peer {peer.ContainerId} announced a max-frame-size of {peer.MaxFrameSize} bytes; AMQP requires {LeastMaxFrameSize} or more.");
        }
    }

    internal static Open CreateOpen(BusSettings settings)
    {
        var open = new Open
        {
            ContainerId = ContainerId.Create(settings.ContainerName),
            ChannelMax = ChannelMax,
            MaxFrameSize = AmqpTransport.MaxFrameSize,
            Properties = new Fields
            {
                [new Symbol("process")] = ContainerId.Short(ContainerId.Command),
                [new Symbol("pid")] = (long)Environment.ProcessId,
                [new Symbol("node")] = ContainerId.Short(Environment.MachineName),
            },
        };
        if (settings.OpenHostname is { } hostname)
        {
            open.HostName = hostname;
        }

        if (settings.IdleTimeout > TimeSpan.Zero)
        {
            // The announced time-out is half of the enforced one, so that one heartbeat of the peer may be late.
            open.IdleTimeOut = (uint)(settings.IdleTimeout.TotalMilliseconds / 2);
        }

        return open;
    }
}
