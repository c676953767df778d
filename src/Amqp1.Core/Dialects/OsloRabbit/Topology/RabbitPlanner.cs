using System.Collections.Concurrent;
using Amqp1.Addressing;

namespace Amqp1.Dialects.OsloRabbit.Topology;

/// <summary>
/// Determines the exchange, queue and binding of each destination, with the names and properties that oslo.messaging uses
/// (docs/spec/rabbit-topology.md#declarations). Thread-safe.
/// </summary>
internal sealed class RabbitPlanner(OsloRabbitSettings settings, RabbitNames names)
{
    private readonly ConcurrentDictionary<Guid, Guid> _cancellationQueues = new();

    /// <summary>Returns the objects that a sender declares.</summary>
    public DestinationPlan OfSender(Destination destination) =>
        destination.ReplyAddress is not null ? DestinationPlan.Nothing
        : destination.Service == ServiceKind.Notification ? OfTopicQueue(destination)
        : new(ExchangeOf(destination));

    /// <summary>Returns the objects that a receiver declares.</summary>
    public DestinationPlan OfReceiver(Destination destination, Guid consumer)
    {
        if (destination.IsOfCancellations)
        {
            return OfCancellationQueue(destination, consumer);
        }

        if (destination.Pattern != Pattern.Fanout)
        {
            return OfTopicQueue(destination);
        }

        var exchange = ExchangeOf(destination);
        var queue = new QueueDeclaration
        {
            Name = names.FanoutQueueOf(destination.Topic, consumer),
            Role = settings.StreamFanout ? QueueRole.Stream : QueueRole.Fanout,
            Durable = settings.TransientQuorumQueues || settings.StreamFanout,
            Arguments = settings.StreamFanout ? QueueArguments.OfStream(settings) : QueueArguments.OfFanout(settings),
        };
        return new(exchange, queue, new(exchange.Name, queue.Name, destination.Topic));
    }

    /// <summary>
    /// Returns the queue on which this process receives replies. Unlike the queue of oslo.messaging, it belongs to one connection
    /// (docs/spec/rabbit-topology.md#replies).
    /// </summary>
    public QueueDeclaration OfReplies() => OfReader(names.ReplyQueue);

    /// <summary>Returns the queue on which this process receives the messages of one stream.</summary>
    public static QueueDeclaration OfStream() => OfReader(RabbitNames.NewStreamQueue());

    /// <summary>
    /// Returns the queue on which a receiver receives cancellations. Its name differs on each connection, because the broker may not have
    /// noticed the loss of an earlier one, to which a queue of the same name would belong.
    /// </summary>
    public string CancellationQueueOf(Destination destination, Guid consumer) =>
        $"{destination.Topic}_{_cancellationQueues.GetOrAdd(consumer, static _ => Guid.NewGuid()):N}";

    /// <summary>Forgets a receiver that has ended.</summary>
    public void Release(Guid consumer)
    {
        _cancellationQueues.TryRemove(consumer, out _);
        names.Release(consumer);
    }

    public string ExchangeNameOf(Destination destination) =>
        UsesFanoutExchange(destination) ? RabbitNames.FanoutExchangeOf(destination.Topic) : destination.Exchange ?? settings.DefaultExchange;

    /// <summary>
    /// Returns whether a destination has an exchange of its own for fanouts. Cancellations use the exchange of the calls that they cancel: it
    /// exists already, and both sides may use it.
    /// </summary>
    public static bool UsesFanoutExchange(Destination destination) => destination is { Pattern: Pattern.Fanout, IsOfCancellations: false };

    private static QueueDeclaration OfReader(string name) => new()
    {
        Name = name,
        Role = QueueRole.Reply,
        AutoDelete = true,
        Exclusive = true,
    };

    private ExchangeDeclaration ExchangeOf(Destination destination) => UsesFanoutExchange(destination)
        ? new(ExchangeNameOf(destination), IsFanout: true, settings.TransientQuorumQueues, AutoDelete: true)
        : new(ExchangeNameOf(destination), IsFanout: false, settings.Durable, settings.AutoDelete);

    /// <summary>Returns the plan of a queue that is deleted with its connection, so that nothing is left behind.</summary>
    private DestinationPlan OfCancellationQueue(Destination destination, Guid consumer)
    {
        var exchange = ExchangeOf(destination);
        var queue = new QueueDeclaration
        {
            Name = CancellationQueueOf(destination, consumer),
            Role = QueueRole.Cancellations,
            AutoDelete = true,
            Exclusive = true,
        };
        return new(exchange, queue, new(exchange.Name, queue.Name, RabbitNames.RoutingKeyOf(destination)));
    }

    private DestinationPlan OfTopicQueue(Destination destination)
    {
        var exchange = ExchangeOf(destination);
        var queue = new QueueDeclaration
        {
            Name = RabbitNames.TopicQueueOf(destination),
            Role = QueueRole.Topic,
            Durable = settings.Durable,
            AutoDelete = settings.AutoDelete,
            Arguments = QueueArguments.OfTopic(settings),
        };
        return new(exchange, queue, new(exchange.Name, queue.Name, RabbitNames.RoutingKeyOf(destination)));
    }
}
