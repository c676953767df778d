using Amqp1.Broker.Turns;

namespace Amqp1.Broker.Nodes.Queues;

/// <summary>The operations of management on a queue.</summary>
internal sealed class ManagedQueue(QueueNode queue, QueueServices services) : IManagedQueue
{
    public string Name => queue.Name;

    private Chores Chores => services.Context.Turns.Chores;

    private DateTimeOffset Now => services.Context.Time.GetUtcNow();

    public QueueState Read() => new()
    {
        Address = queue.Address,
        Subscription = queue.Subscription?.Name,
        IsPermanent = queue.IsPermanent,
        Depth = queue.Messages.Limits.Messages,
        Acquired = queue.Messages.Acquired,
        Bytes = queue.Messages.Limits.Bytes,
        OldestAge = queue.Messages.Waiting.First is { } oldest ? Now - oldest.EnqueuedAt : null,
        Producers = queue.Producers,
        Consumers = queue.Consumers,
        Browsers = queue.Browsers,
        Counts = queue.Counts,
    };

    public IReadOnlyList<PeekedMessage> Peek(long fromSequence, int most)
    {
        var peeked = new List<PeekedMessage>();
        while (peeked.Count < most && queue.Messages.Waiting.From(fromSequence) is { } message)
        {
            peeked.Add(new PeekedMessage(message.Sequence, message.Payload, Now - message.EnqueuedAt, message.DeliveryCount));
            fromSequence = message.Sequence + 1;
        }

        return peeked;
    }

    public void Purge(Action<long> done) => Chores.Do(new QueueDrain(queue, Chores, long.MaxValue, take: null, done));

    public void MoveTo(IManagedQueue target, long most, Action<long> done)
    {
        if (services.Registry.Find(target.Name) is not { } other || other == queue)
        {
            done(0);
            return;
        }

        Chores.Do(new QueueDrain(queue, Chores, most, Take, done));

        void Take(QueuedMessage message)
        {
            other.TakeOver(message, message.ForOtherQueue(services.Context.Time, expires: true));
            services.Nodes!.RemoveIfUnused(queue);
        }
    }
}
