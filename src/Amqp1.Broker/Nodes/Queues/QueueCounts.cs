namespace Amqp1.Broker.Nodes.Queues;

/// <summary>The numbers of messages of a queue since it was created.</summary>
internal record struct QueueCounts
{
    /// <summary>Messages that the queue has taken.</summary>
    public long Enqueued { get; set; }

    /// <summary>Deliveries to consumers, without copies for browsers.</summary>
    public long Delivered { get; set; }

    /// <summary>Messages that a consumer has accepted.</summary>
    public long Accepted { get; set; }

    /// <summary>Deliveries of a message that had been delivered before.</summary>
    public long Redelivered { get; set; }

    /// <summary>Messages that were moved to the dead-letter queue.</summary>
    public long DeadLettered { get; set; }

    /// <summary>Messages whose time-to-live has expired.</summary>
    public long Expired { get; set; }

    /// <summary>Messages that were dropped or rejected because the queue was full, or dropped because it has no dead-letter queue.</summary>
    public long Dropped { get; set; }
}
