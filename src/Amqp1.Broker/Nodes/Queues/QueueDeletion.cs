using Amqp1.Broker.Codec;
using Amqp1.Broker.Turns;

namespace Amqp1.Broker.Nodes.Queues;

/// <summary>Detaches the links of a deleted queue and drops its messages, over several turns if they are many.</summary>
internal sealed class QueueDeletion(QueueNode queue, Chores chores) : IChore
{
    private const string Description = "The queue was deleted.";
    private readonly QueueDrain _drain = new(queue, chores, long.MaxValue, take: null, done: null);

    public bool Continue()
    {
        while (queue.AnyConsumer is { } consumer)
        {
            if (!chores.Spend())
            {
                return false;
            }

            consumer.Detach(ErrorCondition.ResourceDeleted, Description);
        }

        while (queue.AnyProducer is { } producer)
        {
            if (!chores.Spend())
            {
                return false;
            }

            producer.Detach(ErrorCondition.ResourceDeleted, Description);
        }

        return _drain.Continue();
    }
}
