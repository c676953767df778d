using Amqp1.Addressing;

namespace Amqp1.Dialects.OsloRabbit.Topology;

/// <summary>
/// Determines the exchange, queue and binding of each destination, with the names and properties that oslo.messaging uses
/// (docs/spec/rabbit-topology.md#declarations). Thread-safe.
/// </summary>
internal sealed class RabbitPlanner(OsloRabbitSettings settings, RabbitNames names)
{
    /// <summary>Returns the objects that a sender declares.</summary>
    public DestinationPlan OfSender(Destination destination) =>
        destination.ReplyAddress is not null ? DestinationPlan.Nothing
        : destination.Service == ServiceKind.Notification ? OfTopicQueue(destination)
        : new(ExchangeOf(destination));

    /// <summary>Returns the objects that a receiver declares.</summary>
    public DestinationPlan OfReceiver(Destination destination, Guid consumer)
    {
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
    public QueueDeclaration OfReplies() => new()
    {
        Name = names.ReplyQueue,
        Role = QueueRole.Reply,
        AutoDelete = true,
        Exclusive = true,
    };

    public string ExchangeNameOf(Destination destination) =>
        destination.Pattern == Pattern.Fanout ? RabbitNames.FanoutExchangeOf(destination.Topic) : destination.Exchange ?? settings.DefaultExchange;

    private ExchangeDeclaration ExchangeOf(Destination destination) => destination.Pattern == Pattern.Fanout
        ? new(ExchangeNameOf(destination), IsFanout: true, settings.TransientQuorumQueues, AutoDelete: true)
        : new(ExchangeNameOf(destination), IsFanout: false, settings.Durable, settings.AutoDelete);

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
