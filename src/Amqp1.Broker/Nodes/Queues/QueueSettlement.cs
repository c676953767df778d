namespace Amqp1.Broker.Nodes.Queues;

/// <summary>Decides what becomes of the messages of a queue that consumers have settled, or that have expired. Used in a turn.</summary>
internal sealed class QueueSettlement(QueueNode queue, QueueServices services, QueueDispatcher dispatcher)
{
    public void OnAccepted(QueuedMessage message)
    {
        queue.Counts.Accepted++;
        queue.Leave(message);
    }

    public void OnRejected(QueuedMessage message) => services.DeadLetters.Take(message, QueueReports.Rejected);

    /// <summary>Handles a message that a consumer has given back.</summary>
    /// <param name="message">The message.</param>
    /// <param name="failed">Whether the delivery counts as a failed attempt.</param>
    /// <param name="refusedBy">The consumer that does not take the message again; null if it may.</param>
    public void OnReturned(QueuedMessage message, bool failed = false, QueueConsumer? refusedBy = null)
    {
        if (failed && ++message.DeliveryCount >= (queue.Settings.MaxDeliveries ?? long.MaxValue))
        {
            services.DeadLetters.Take(message, QueueReports.MaxDeliveries);
        }
        else if (queue.IsDeleted)
        {
            queue.Leave(message);
        }
        else
        {
            if (failed && message.IsStored)
            {
                queue.Durable!.SetDeliveryCount(message);
            }

            queue.Messages.PutBack(message);
            dispatcher.OnReturned(message, refusedBy);
        }
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
