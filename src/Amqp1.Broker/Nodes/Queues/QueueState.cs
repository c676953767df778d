namespace Amqp1.Broker.Nodes.Queues;

/// <summary>A snapshot of a queue for management and metrics.</summary>
internal sealed record QueueState
{
    /// <summary>The address of the queue or, for a subscription, of its topic.</summary>
    public required string Address { get; init; }

    /// <summary>The name of the subscription; null for a queue.</summary>
    public required string? Subscription { get; init; }

    /// <summary>Whether the queue remains without links and messages.</summary>
    public required bool IsPermanent { get; init; }

    /// <summary>The number of messages, including those that consumers have not settled.</summary>
    public required long Depth { get; init; }

    /// <summary>The number of messages that consumers have acquired and not settled.</summary>
    public required long Acquired { get; init; }

    /// <summary>The size of the messages in bytes.</summary>
    public required long Bytes { get; init; }

    /// <summary>The time since the oldest waiting message arrived; null if no message waits.</summary>
    public required TimeSpan? OldestAge { get; init; }

    public required int Producers { get; init; }

    public required int Consumers { get; init; }

    public required int Browsers { get; init; }

    public required QueueCounts Counts { get; init; }
}
