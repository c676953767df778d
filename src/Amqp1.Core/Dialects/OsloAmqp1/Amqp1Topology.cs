using Amqp;
using Amqp1.Addressing;

namespace Amqp1.Dialects.OsloAmqp1;

/// <summary>
/// The topology of message routers, and of brokers that create queues on use: an address is composed from the destination, it is the same
/// for senders and receivers, and nothing is declared (docs/spec/addressing.md). There are no pools of listeners, as in oslo.messaging: an
/// address has no copies for different pools.
/// </summary>
internal sealed class Amqp1Topology(IAddressSyntax syntax) : ITopology
{
    public bool NeedsPreparation(Destination destination) => destination.Pool is not null;

    public string IdentityOf(Destination destination) =>
        destination.Pool is { } pool ? $"{syntax.AddressOf(destination)} {pool}" : syntax.AddressOf(destination);

    public string SenderAddressOf(Destination destination) => syntax.AddressOf(destination);

    public LinkSource ReceiverSourceOf(Destination destination, Guid consumer) => new(syntax.AddressOf(destination));

    public ValueTask PrepareSenderAsync(Destination destination, CancellationToken cancel) => ValueTask.CompletedTask;

    public ValueTask PrepareReceiverAsync(Destination destination, Guid consumer, CancellationToken cancel) =>
        destination.Pool is { } pool
            ? ValueTask.FromException(new TopologyException(
                $"The notification pool '{PeerText.Clean(pool)}' of {PeerText.Clean(destination.Topic)} cannot be used: only RabbitMQ has pools, and the peer of this connection is not RabbitMQ. "
                + "Remove Pool from the endpoint, or use RabbitMQ for notifications.",
                ErrorCode.NotImplemented))
            : ValueTask.CompletedTask;

    /// <inheritdoc />
    /// <remarks>The peer creates a node for replies and returns its address (docs/spec/links.md#reply-link).</remarks>
    public ValueTask<ReplyNode> PrepareRepliesAsync(CancellationToken cancel) => ValueTask.FromResult(default(ReplyNode));

    /// <inheritdoc />
    /// <remarks>As for replies.</remarks>
    public ValueTask<ReplyNode> PrepareStreamAsync(CancellationToken cancel) => ValueTask.FromResult(default(ReplyNode));

    public TimeSpan? RetryDelayOf(Destination destination) => null;

    public ValueTask ReleaseReceiverAsync(Destination destination, Guid consumer, CancellationToken cancel) => ValueTask.CompletedTask;
}
