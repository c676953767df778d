using Amqp1.Broker.Codec;
using Amqp1.Broker.Nodes.Queues;

namespace Amqp1.Broker.Nodes.Management;

/// <summary>The queues and durable subscriptions, with their depths, ages and counts.</summary>
internal static class QueueType
{
    private const string Name = "amqp1.queue";

    /// <summary>The number of queues that are taken from the broker at a time while they are read.</summary>
    private const int PageSize = 500;

    public static EntityType Create(IManagedQueues queues)
    {
        var operations = new QueueOperations(queues);
        return new EntityType<ShownQueue>(
            Name,
            () => Read(queues),
            queue => queue.Name,
            queue => queue.Name,
            [
                new("address", (message, queue) => message.String(queue.State.Address)),
                new("subscription", (message, queue) => message.Text(queue.State.Subscription)),
                new("permanent", (message, queue) => message.Bool(queue.State.IsPermanent)),
                new("depth", (message, queue) => message.Long(queue.State.Depth)),
                new("acquired", (message, queue) => message.Long(queue.State.Acquired)),
                new("bytes", (message, queue) => message.Long(queue.State.Bytes)),
                new("oldestAgeMilliseconds", (message, queue) => WriteAge(message, queue.State.OldestAge)),
                new("producers", (message, queue) => message.Long(queue.State.Producers)),
                new("consumers", (message, queue) => message.Long(queue.State.Consumers)),
                new("browsers", (message, queue) => message.Long(queue.State.Browsers)),
                new("enqueued", (message, queue) => message.Long(queue.State.Counts.Enqueued)),
                new("accepted", (message, queue) => message.Long(queue.State.Counts.Accepted)),
                new("redelivered", (message, queue) => message.Long(queue.State.Counts.Redelivered)),
                new("deadLettered", (message, queue) => message.Long(queue.State.Counts.DeadLettered)),
                new("expired", (message, queue) => message.Long(queue.State.Counts.Expired)),
                new("dropped", (message, queue) => message.Long(queue.State.Counts.Dropped)),
            ],
            [
                new(EntityType.Delete, [], (queue, call) => operations.Delete(queue.Name, call)),
                new("PURGE", [], (queue, call) => operations.Purge(queue.Name, call)),
                new("MOVE", [QueueOperations.Target, ManagementRequest.CountArgument], (queue, call) => operations.Move(queue.Name, call)),
                new("PEEK", [ManagementRequest.OffsetArgument, ManagementRequest.CountArgument], (queue, call) => operations.Peek(queue.Name, call)),
            ],
            operations.Create);
    }

    private static IEnumerable<ShownQueue> Read(IManagedQueues queues)
    {
        string? last = null;
        while (queues.List(last, PageSize) is { Count: > 0 } page)
        {
            foreach (var queue in page)
            {
                last = queue.Name;
                yield return new ShownQueue(queue.Name, queue.Read());
            }
        }
    }

    private static void WriteAge(FrameBuilder message, TimeSpan? age)
    {
        if (age is { } known)
        {
            message.Long((long)known.TotalMilliseconds);
        }
        else
        {
            message.Null();
        }
    }

    private sealed record ShownQueue(string Name, QueueState State);
}
