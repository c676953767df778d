using Amqp1.Broker.Storage;

namespace Amqp1.Broker.Nodes.Queues;

/// <summary>
/// Decides what becomes of the messages of a queue that consumers have settled, or that have expired. Each method for an outcome returns
/// whether the store is changed; if so, the callback is called when the change is on disk. Used in a turn.
/// </summary>
internal sealed class QueueSettlement(QueueNode queue, QueueServices services, QueueDispatcher dispatcher)
{
    public bool OnAccepted(QueuedMessage message, IStoreCallback written)
    {
        queue.Counts.Accepted++;
        queue.Leave(message, written: written);
        return message.IsStored;
    }

    public bool OnRejected(QueuedMessage message, IStoreCallback written)
    {
        services.DeadLetters.Take(message, QueueReports.Rejected, written);
        return message.IsStored;
    }

    /// <summary>Handles a message that a consumer has given back.</summary>
    /// <param name="message">The message.</param>
    /// <param name="written">Is called when the change of the store is on disk, if there is one; may be null.</param>
    /// <param name="failed">Whether the delivery counts as a failed attempt.</param>
    /// <param name="refusedBy">The consumer that does not take the message again; null if it may.</param>
    public bool OnReturned(QueuedMessage message, IStoreCallback? written, bool failed = false, QueueConsumer? refusedBy = null)
    {
        if (failed && ++message.DeliveryCount >= (queue.Settings.MaxDeliveries ?? long.MaxValue))
        {
            services.DeadLetters.Take(message, QueueReports.MaxDeliveries, written);
            return message.IsStored;
        }

        if (queue.IsDeleted)
        {
            queue.Leave(message, written: written);
            return message.IsStored;
        }

        var isChanged = failed && message.IsStored;
        if (isChanged)
        {
            queue.Durable!.SetDeliveryCount(message, written);
        }

        queue.Messages.PutBack(message);
        dispatcher.OnReturned(message, refusedBy);
        return isChanged;
    }

    /// <summary>Handles that the time-to-live of a waiting message has expired.</summary>
    public void Expire(QueuedMessage message)
    {
        queue.Counts.Expired++;
        if (queue.Settings.DeadLetterExpired)
        {
            services.DeadLetters.Take(message, QueueReports.Expired);
        }
        else
        {
            queue.Leave(message);
            services.Reports.CountExpired(queue.Name);
        }
    }
}
