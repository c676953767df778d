namespace Amqp1.Broker.Storage;

/// <summary>A message as the store keeps it.</summary>
internal readonly record struct StoredMessage
{
    /// <summary>The ID of the queue.</summary>
    public required long Queue { get; init; }

    /// <summary>The sequence number, from <see cref="IMessageStore.NextSequence"/>. Messages of a queue are in its order.</summary>
    public required long Sequence { get; init; }

    /// <summary>The message format of the transfer.</summary>
    public uint Format { get; init; }

    /// <summary>The time at which the queue received the message, in milliseconds since 1970.</summary>
    public required long Enqueued { get; init; }

    /// <summary>The time at which the message expires, in milliseconds since 1970; null if it does not.</summary>
    public long? Expires { get; init; }

    /// <summary>The number of failed deliveries.</summary>
    public uint DeliveryCount { get; init; }

    /// <summary>The encoded message.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }
}
