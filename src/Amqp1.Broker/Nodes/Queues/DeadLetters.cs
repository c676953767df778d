using Amqp1.Broker.Storage;

namespace Amqp1.Broker.Nodes.Queues;

/// <summary>Moves messages that no consumer will accept to the dead-letter queue of their queue. Used in a turn.</summary>
internal sealed class DeadLetters(QueueServices services)
{
    /// <summary>Moves the message, which is waiting or acquired. It is dropped if its queue has no dead-letter queue.</summary>
    /// <param name="message">The message.</param>
    /// <param name="reason">The reason, for the log.</param>
    /// <param name="written">Is called when a stored message has been moved or removed on disk; null if nobody waits for that.</param>
    public void Take(QueuedMessage message, string reason, IStoreCallback? written = null)
    {
        var from = message.Queue;
        var address = from.Settings.DeadLetterAddress;
        if (!string.IsNullOrEmpty(address)
            && address != from.Address
            && services.Nodes!.RefusalOf(address) is null
            && services.Nodes.GetOrAdd(address) is QueueNode target)
        {
            from.Counts.DeadLettered++;
            services.Reports.CountDeadLettered(from.Name, address, reason);
            var arrival = message.ForOtherQueue(services.Context.Time, expires: false);
            from.Leave(message, isMoved: true);
            target.TakeOver(message, arrival, written);
            services.Nodes.RemoveIfUnused(from);
        }
        else
        {
            from.Leave(message, written: written);
            from.Counts.Dropped++;
            services.Reports.CountDropped(from.Name, reason);
        }
    }
}
