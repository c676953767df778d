namespace Amqp1.Embedded;

/// <summary>The settings of the queues at the addresses of one rule, and of the subscriptions of the topics there.</summary>
public sealed class EmbeddedQueueOptions
{
    /// <summary>The maximum number of messages in the queue, including those that consumers have not settled. Default: null, no limit.</summary>
    public int? MaxLength { get; set; }

    /// <summary>
    /// The maximum size of the messages in the queue, in bytes. Default: null, only <see cref="EmbeddedRouterOptions.MaxQueueBytes"/>
    /// applies.
    /// </summary>
    public long? MaxBytes { get; set; }

    /// <summary>The behaviour at <see cref="MaxLength"/> or <see cref="MaxBytes"/>. Default: <see cref="QueueOverflow.Block"/>.</summary>
    public QueueOverflow Overflow { get; set; } = QueueOverflow.Block;

    /// <summary>
    /// Whether every message is stored on disk, if the broker has a store. If not, only messages whose header is durable are; the oslo
    /// drivers send none. Default: true.
    /// </summary>
    public bool Durable { get; set; } = true;

    /// <summary>
    /// The maximum number of delivery attempts of a message, from 1. A message whose last attempt has failed is moved to the dead-letter
    /// queue. An attempt has failed if the consumer modified the message with <c>delivery-failed</c>, or was lost before it settled the
    /// message. Default: null, no limit.
    /// </summary>
    public int? MaxDeliveries { get; set; }

    /// <summary>
    /// The address of the queue for messages that a consumer rejected or that have reached <see cref="MaxDeliveries"/>. If that queue is
    /// full, its oldest messages are dropped. Null or empty to drop such messages. Default: <c>dead-letters</c>.
    /// </summary>
    public string? DeadLetterAddress { get; set; } = "dead-letters";

    /// <summary>Whether messages whose time-to-live has expired are moved to the dead-letter queue too. Default: false, they are dropped.</summary>
    public bool DeadLetterExpired { get; set; }

    /// <summary>The maximum time-to-live of messages in the queue, up to 49 days. Default: null, the time-to-live of the message applies.</summary>
    public TimeSpan? TimeToLive { get; set; }

    /// <summary>
    /// The time without any link after which the queue or durable subscription is deleted with its messages, up to a year. Default: null,
    /// never. A queue that was created on use and has neither links nor messages is deleted at once.
    /// </summary>
    public TimeSpan? ExpiresAfter { get; set; }

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxLength ?? 1, 1, nameof(MaxLength));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxBytes ?? 1, 1, nameof(MaxBytes));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((int)Overflow, (int)QueueOverflow.DropOldest, nameof(Overflow));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxDeliveries ?? 1, 1, nameof(MaxDeliveries));
        ArgumentOutOfRangeException.ThrowIfLessThan(TimeToLive ?? TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(1), nameof(TimeToLive));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(TimeToLive ?? TimeSpan.Zero, TimeSpan.FromDays(49), nameof(TimeToLive));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(ExpiresAfter ?? TimeSpan.MaxValue, TimeSpan.Zero, nameof(ExpiresAfter));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ExpiresAfter ?? TimeSpan.Zero, TimeSpan.FromDays(366), nameof(ExpiresAfter));
    }
}
