namespace Amqp1.Broker.Nodes.Queues;

/// <summary>The messages of a queue, waiting and acquired, with their limits and deadlines. Used in a turn.</summary>
internal sealed class QueueMessages(QueueNode queue, QueueServices services)
{
    /// <summary>The waiting messages.</summary>
    public QueueContents Waiting { get; } = new();

    public QueueLimits Limits { get; } = new(queue.Settings);

    /// <summary>The number of messages that consumers have acquired and not settled.</summary>
    public int Acquired => Limits.Messages - Waiting.Count;

    /// <summary>The sequence number of the last message that has arrived.</summary>
    public long LastSequence { get; private set; }

    /// <summary>Adds a message that has arrived.</summary>
    public void Add(Arrival arrival)
    {
        var message = QueuedMessage.Of(arrival, queue, ++LastSequence, services.Context.Time);
        queue.Counts.Enqueued++;
        services.Budget.Add(message.Cost);
        if (Limits.Add(message.Cost))
        {
            queue.OnDemandChanged();
        }

        Waiting.Add(message);
        WaitForExpiry(message);
    }

    /// <summary>Takes a waiting message for a consumer, which gets it with an up-to-date header.</summary>
    public void Acquire(QueuedMessage message)
    {
        Waiting.Remove(message);
        services.Expiries.Remove(message);
        message.Place = QueuePlace.Acquired;
        if (message.WasAcquired)
        {
            queue.Counts.Redelivered++;
            services.Reports.CountRedelivered();
        }

        message.WriteHeader(services.Context.Time);
        message.WasAcquired = true;
    }

    /// <summary>Returns an acquired message to its position in the order.</summary>
    public void PutBack(QueuedMessage message)
    {
        Waiting.Return(message);
        WaitForExpiry(message);
    }

    /// <summary>Removes a message that is waiting or acquired.</summary>
    public void Remove(QueuedMessage message)
    {
        Waiting.Remove(message);
        services.Expiries.Remove(message);
        services.Budget.Remove(message.Cost);
        if (Limits.Remove(message.Cost))
        {
            queue.OnDemandChanged();
        }
    }

    private void WaitForExpiry(QueuedMessage message)
    {
        if (message.Expires)
        {
            services.Expiries.Add(message);
        }
    }
}
