using Amqp.Framing;
using Amqp.Types;
using Amqp1.Addressing;
using Amqp1.Bus.Connections;
using Amqp1.Bus.Context;
using Amqp1.Dialects;
using Amqp1.Dialects.OsloRabbit;
using Amqp1.Transport;
using Amqp1.Wire;
using Microsoft.Extensions.Logging.Abstractions;

namespace Amqp1.Cli.Checks.Probing;

/// <summary>
/// A connection for probes, opened by the product with its dialect and its addresses, so that the probes see what services would see.
/// </summary>
internal sealed class ProbeConnection : IAsyncDisposable
{
    private static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(1);

    private readonly BusConnection _connection;
    private readonly TimeProvider _time;

    private ProbeConnection(BusConnection connection, TimeProvider time)
    {
        _connection = connection;
        _time = time;
    }

    /// <summary>The information from the peer's Open.</summary>
    public PeerInfo Peer => _connection.Peer;

    /// <summary>The product in the peer's Open; null if it has none.</summary>
    public string? Product => Peer.Product;

    public IDialect Dialect => _connection.Dialect;

    /// <summary>Whether the peer is RabbitMQ, where exchanges and queues are declared.</summary>
    public bool IsRabbit => Dialect is RabbitDialect;

    /// <summary>The sessions, for links that are not those of a destination.</summary>
    public LinkSessions Sessions => _connection.Sessions;

    /// <summary>Whether the connection is open.</summary>
    public bool IsOpen => _connection.IsOpen;

    /// <summary>Returns why the connection has ended, without a full stop. Completes when it has ended.</summary>
    public async Task<string> ReasonAsync(CancellationToken cancel) => (await _connection.Lost.WaitAsync(cancel).ConfigureAwait(false)).Reason.TrimEnd('.');

    /// <summary>
    /// Opens a connection. Throws <see cref="ProbeClosedException"/> if the peer closes it at once, the exception of the step that fails, or <see cref="OperationCanceledException"/>.
    /// </summary>
    public static async Task<ProbeConnection> OpenAsync(BusSettings settings, PeerHost host, TimeProvider time, CancellationToken cancel)
    {
        var connection = await ConnectionOpener.OpenAsync(settings, host, time, NullLogger.Instance, cancel).ConfigureAwait(false);
        connection.Watch(static _ => { });
        var probe = new ProbeConnection(connection, time);
        try
        {
            // The answer to the first session shows that the peer keeps the connection. A router opens every connection first, and then
            // closes those that its policy does not permit.
            await connection.Sessions.BeginSharedAsync(cancel).ConfigureAwait(false);
            return probe;
        }
        catch (Exception ended) when (ended is not OperationCanceledException)
        {
            // A connection whose opening was cancelled is dropped by this side, and the exceptions of that say nothing about the peer.
            var loss = connection.IsOpen || cancel.IsCancellationRequested ? null : await connection.Lost.WaitAsync(cancel).ConfigureAwait(false);
            await probe.DisposeAsync().ConfigureAwait(false);
            cancel.ThrowIfCancellationRequested();
            if (loss is null)
            {
                throw;
            }

            throw new ProbeClosedException(probe.Peer.Product, loss);
        }
        catch
        {
            await probe.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Attaches the sender of a destination, as the product does.</summary>
    /// <exception cref="ProbeRefusedException">The peer refuses the link.</exception>
    /// <exception cref="MessagingException">The destination cannot be prepared.</exception>
    public async Task<ProbeSender> AttachSenderAsync(Destination destination, CancellationToken cancel)
    {
        var topology = Dialect.Topology;
        if (topology.NeedsPreparation(destination))
        {
            await topology.PrepareSenderAsync(destination, cancel).ConfigureAwait(false);
        }

        return await AttachSenderAsync(topology.SenderAddressOf(destination), cancel).ConfigureAwait(false);
    }

    /// <summary>Attaches a sender to an address; null for the anonymous relay.</summary>
    /// <exception cref="ProbeRefusedException">The peer refuses the link.</exception>
    public Task<ProbeSender> AttachSenderAsync(string? address, CancellationToken cancel) => ProbeSender.AttachAsync(
        Sessions,
        address is null
            ? new Attach { LinkName = NewName("relay"), Source = new Source(), Target = new Amqp.Framing.Target() }
            : LinkAttach.OfSender(address, LinkAttach.NameOf("check", address, Guid.NewGuid()), Peer.MaxFrameSize) ?? throw TooLong(address),
        cancel);

    /// <summary>Attaches a receiver of a destination, as the product does.</summary>
    /// <param name="destination">The destination.</param>
    /// <param name="consumer">Identifies the receiver, if each has a queue of its own.</param>
    /// <param name="credit">The number of messages that may arrive.</param>
    /// <param name="cancel">Cancels the wait.</param>
    /// <exception cref="ProbeRefusedException">The peer refuses the link.</exception>
    /// <exception cref="MessagingException">The destination cannot be prepared.</exception>
    public async Task<ProbeReceiver> AttachReceiverAsync(Destination destination, Guid consumer, int credit, CancellationToken cancel)
    {
        var topology = Dialect.Topology;
        if (topology.NeedsPreparation(destination))
        {
            await topology.PrepareReceiverAsync(destination, consumer, cancel).ConfigureAwait(false);
        }

        var source = topology.ReceiverSourceOf(destination, consumer);
        var attach = LinkAttach.OfReceiver(source, LinkAttach.NameOf("check", source.Address, Guid.NewGuid()), Peer.MaxFrameSize) ?? throw TooLong(source.Address);
        return await ProbeReceiver.AttachAsync(Sessions, attach, credit, _time, cancel).ConfigureAwait(false);
    }

    /// <summary>Attaches the receiver of replies, as the product does.</summary>
    /// <exception cref="ProbeRefusedException">The peer refuses the link.</exception>
    /// <exception cref="MessagingException">The node cannot be prepared.</exception>
    public async Task<ProbeReceiver> AttachReplyReceiverAsync(int credit, CancellationToken cancel)
    {
        var node = await Dialect.Topology.PrepareRepliesAsync(cancel).ConfigureAwait(false);
        var attach = new Attach
        {
            LinkName = NewName("replies"),
            Source = node.SourceAddress is { } source ? new Source { Address = source } : new Source { Dynamic = true },
            Target = new Amqp.Framing.Target { Address = "rpc-response" },
            SndSettleMode = SenderSettleMode.Mixed,
            RcvSettleMode = ReceiverSettleMode.First,
        };
        return await ProbeReceiver.AttachAsync(Sessions, attach, credit, _time, cancel).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync() => await _connection.CloseAsync(CloseLimit, _time).ConfigureAwait(false);

    private static string NewName(string kind) => $"openstack.org/om/check/[{kind}]/{Guid.NewGuid():N}";

    private ProbeRefusedException TooLong(string address) =>
        new(PeerError.Describe(LinkAttach.TooLong(address, Peer.MaxFrameSize)), FrameLimit.TooSmall);
}
