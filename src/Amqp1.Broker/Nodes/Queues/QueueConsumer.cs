namespace Amqp1.Broker.Nodes.Queues;

/// <summary>The state that a queue keeps for one of its consumers.</summary>
internal sealed class QueueConsumer
{
    public QueueConsumer(IConsumer consumer, QueueNode queue)
    {
        Consumer = consumer;
        Queue = queue;
        Place = new LinkedListNode<QueueConsumer>(this);
    }

    public IConsumer Consumer { get; }

    public QueueNode Queue { get; }

    /// <summary>The place in the rotation, or among the browsers.</summary>
    public LinkedListNode<QueueConsumer> Place { get; }

    /// <summary>
    /// For a browser, the sequence number from which it continues. Otherwise, the sequence number before which the consumer has refused all
    /// returned messages.
    /// </summary>
    public long Position { get; set; }

    public static QueueConsumer Of(IConsumer consumer) => (QueueConsumer)consumer.NodeState!;
}
