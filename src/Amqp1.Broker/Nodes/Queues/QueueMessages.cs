using Amqp1.Broker.Diagnostics;

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
        LastSequence = services.NextSequence();
        var message = QueuedMessage.Of(arrival, queue, LastSequence, services.Context.Time);
        Reserve(message.Cost);
        Waiting.Add(message);
        WaitForExpiry(message);
    }

    /// <summary>Counts a message that has arrived, and is not in the queue yet if it is being stored.</summary>
    public void Reserve(long cost)
    {
        queue.Counts.Enqueued++;
        services.Budget.Add(cost);
        if (Limits.Add(cost))
        {
            queue.OnDemandChanged();
        }
    }

    /// <summary>Stops counting a message that could not be stored.</summary>
    public void Unreserve(long cost)
    {
        queue.Counts.Enqueued--;
        services.Budget.Remove(cost);
        if (Limits.Remove(cost))
        {
            queue.OnDemandChanged();
        }
    }

    /// <summary>Adds a counted message that is in the store now. If it is only there, its memory is not counted any more.</summary>
    public void AddStored(QueuedMessage message, bool isLoaded)
    {
        LastSequence = Math.Max(LastSequence, message.Sequence);
        if (isLoaded)
        {
            Waiting.Add(message);
            WaitForExpiry(message);
        }
        else
        {
            services.Budget.Remove(message.Cost);
        }
    }

    /// <summary>Adds a message that was read from the store. Messages before and behind it may be in memory.</summary>
    public void Restore(QueuedMessage message)
    {
        LastSequence = Math.Max(LastSequence, message.Sequence);
        services.Budget.Add(message.Cost);
        PutBack(message);
    }

    /// <summary>Takes a waiting message for a consumer, which gets it with an up-to-date header.</summary>
    public void Acquire(QueuedMessage message)
    {
        Waiting.Remove(message);
        services.Expiries.Remove(message);
        message.Place = QueuePlace.Acquired;
        queue.Counts.Delivered++;
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

    /// <summary>Returns the values for the gauges.</summary>
    public QueueReading Read(DateTimeOffset now) => new(
        queue.Name, Limits.Messages, Limits.Bytes, Waiting.First is { } oldest ? now - oldest.EnqueuedAt : TimeSpan.Zero, queue.Consumers);

    private void WaitForExpiry(QueuedMessage message)
    {
        if (message.Expires)
        {
            services.Expiries.Add(message);
        }
    }
}
