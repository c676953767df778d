using Amqp1.Addressing;
using Amqp1.Dialects.OsloRabbit.Management;

namespace Amqp1.Dialects.OsloRabbit.Topology;

/// <summary>The exchanges and queues of RabbitMQ that oslo.messaging uses, on one connection (docs/spec/rabbit-topology.md).</summary>
/// <remarks>
/// The first preparation of a destination declares only the objects that were not declared on this connection yet. Each later preparation
/// declares everything of the destination again, because its link was lost or refused.
/// </remarks>
internal sealed class RabbitTopology : ITopology
{
    private const int ReplyQueueAttempts = 3;

    /// <summary>
    /// The delay before a reply is sent again to a queue that does not exist. The value is that of oslo.messaging. A server begins to listen
    /// for cancellations with its first call that can be cancelled, so that they are sent again, too.
    /// </summary>
    private static readonly TimeSpan ReplyRetryDelay = TimeSpan.FromMilliseconds(250);

    private readonly OsloRabbitSettings _settings;
    private readonly RabbitNames _names;
    private readonly RabbitPlanner _planner;
    private readonly RabbitDeclarer _declarer;
    private readonly DeclarationCache _declared = new();
    private readonly PreparedLinks _prepared = new();

    /// <param name="settings">The settings of the deployment.</param>
    /// <param name="names">The names of the bus.</param>
    /// <param name="management">The management client of the connection.</param>
    /// <param name="adoptions">The log of the bus about objects that differ from their declarations.</param>
    public RabbitTopology(OsloRabbitSettings settings, RabbitNames names, IManagementClient management, AdoptionLog adoptions)
    {
        _settings = settings;
        _names = names;
        _planner = new RabbitPlanner(settings, names);
        _declarer = new RabbitDeclarer(management, adoptions);
    }

    /// <inheritdoc />
    public bool NeedsPreparation(Destination destination) => true;

    /// <inheritdoc />
    public string IdentityOf(Destination destination) =>
        // All pools receive a copy of a notification, so that a pool is not the destination to which the notification was sent.
        destination.Pool is { } pool ? $"{SenderAddressOf(destination)} {RabbitAddresses.OfQueue(pool)}" : SenderAddressOf(destination);

    /// <inheritdoc />
    public string SenderAddressOf(Destination destination) =>
        destination.ReplyAddress is { } reply ? RabbitAddresses.OfQueue(reply)
        : RabbitPlanner.UsesFanoutExchange(destination) ? RabbitAddresses.OfExchange(_planner.ExchangeNameOf(destination))
        : RabbitAddresses.OfExchange(_planner.ExchangeNameOf(destination), RabbitNames.RoutingKeyOf(destination));

    /// <inheritdoc />
    public LinkSource ReceiverSourceOf(Destination destination, Guid consumer) =>
        destination.IsOfCancellations ? new(RabbitAddresses.OfQueue(_planner.CancellationQueueOf(destination, consumer)))
            : destination.Pattern != Pattern.Fanout ? new(RabbitAddresses.OfQueue(RabbitNames.TopicQueueOf(destination)))
            : new(
                RabbitAddresses.OfQueue(_names.FanoutQueueOf(destination.Topic, consumer)),
                _settings.StreamFanout ? RabbitAddresses.FromNextOffset : null);

    /// <inheritdoc />
    public ValueTask PrepareSenderAsync(Destination destination, CancellationToken cancel)
    {
        var plan = _planner.OfSender(destination);
        return plan.Exchange is null ? ValueTask.CompletedTask : PrepareAsync(plan, _prepared.Add(destination, null), cancel);
    }

    /// <inheritdoc />
    public ValueTask PrepareReceiverAsync(Destination destination, Guid consumer, CancellationToken cancel) =>
        PrepareAsync(_planner.OfReceiver(destination, consumer), _prepared.Add(destination, consumer), cancel);

    /// <inheritdoc />
    public async ValueTask<ReplyNode> PrepareRepliesAsync(CancellationToken cancel)
    {
        for (var attempt = 1; attempt <= ReplyQueueAttempts; attempt++)
        {
            var queue = _planner.OfReplies();
            if (await _declarer.TryDeclareExclusiveAsync(queue, cancel).ConfigureAwait(false))
            {
                return new ReplyNode(RabbitAddresses.OfQueue(queue.Name), queue.Name);
            }

            _names.ReplaceReplyQueue(queue.Name);
        }

        throw new MessagingException($"RabbitMQ refused {ReplyQueueAttempts} queues for replies, because other connections use their names.");
    }

    /// <inheritdoc />
    public async ValueTask<ReplyNode> PrepareStreamAsync(CancellationToken cancel)
    {
        var queue = RabbitPlanner.OfStream();
        await _declarer.DeclareAsync(queue, cancel).ConfigureAwait(false);
        return new ReplyNode(RabbitAddresses.OfQueue(queue.Name), queue.Name);
    }

    /// <inheritdoc />
    public TimeSpan? RetryDelayOf(Destination destination) => destination.ReplyAddress is null && !destination.IsOfCancellations ? null : ReplyRetryDelay;

    /// <inheritdoc />
    public async ValueTask ReleaseReceiverAsync(Destination destination, Guid consumer, CancellationToken cancel)
    {
        _prepared.Remove(destination, consumer);
        if (destination.Pattern != Pattern.Fanout)
        {
            return;
        }

        var plan = _planner.OfReceiver(destination, consumer);
        _planner.Release(consumer);
        if (!destination.IsOfCancellations && (_settings.StreamFanout || _settings.UseQueueManager))
        {
            // Other servers read the stream, and a queue with a managed name is used again after the restart.
            return;
        }

        _declared.Remove(plan.Queue!.Name);
        _declared.Remove(plan.Binding!);
        await _declarer.DeleteQueueAsync(plan.Queue.Name, cancel).ConfigureAwait(false);
    }

    private async ValueTask PrepareAsync(DestinationPlan plan, bool again, CancellationToken cancel) =>
        await AbandonedTask.Observe(DeclareAsync(plan, again)).WaitAsync(cancel).ConfigureAwait(false);

    private async Task DeclareAsync(DestinationPlan plan, bool again)
    {
        if (plan.Queue is null || plan.Binding is null)
        {
            await DeclareAsync(plan.Exchange!, again).ConfigureAwait(false);
            return;
        }

        // The queue comes first: if it is refused, no exchange with the wrong properties stays behind, which would refuse Python services.
        await DeclareAsync(plan.Queue, again).ConfigureAwait(false);
        await DeclareAsync(plan.Exchange!, again).ConfigureAwait(false);
        await _declared.DeclareAsync(plan.Binding, again, () => BindAsync(plan, plan.Binding)).ConfigureAwait(false);
    }

    private async Task BindAsync(DestinationPlan plan, BindingDeclaration binding)
    {
        if (await _declarer.TryBindAsync(binding, CancellationToken.None).ConfigureAwait(false))
        {
            return;
        }

        // The exchange is deleted with its last binding, which may have been removed after the exchange was declared.
        await Task.WhenAll(DeclareAsync(plan.Exchange!, again: true), DeclareAsync(plan.Queue!, again: true)).ConfigureAwait(false);
        if (!await _declarer.TryBindAsync(binding, CancellationToken.None).ConfigureAwait(false))
        {
            throw new MessagingException(
                $"RabbitMQ does not bind the queue {PeerText.Clean(binding.Queue)} to the exchange {PeerText.Clean(binding.Exchange)}, because one of them was deleted in the meantime.");
        }
    }

    private Task DeclareAsync(ExchangeDeclaration exchange, bool again) =>
        _declared.DeclareAsync(exchange, again, () => _declarer.DeclareAsync(exchange, CancellationToken.None));

    private Task DeclareAsync(QueueDeclaration queue, bool again) =>
        _declared.DeclareAsync(queue.Name, again, () => _declarer.DeclareAsync(queue, CancellationToken.None));
}
