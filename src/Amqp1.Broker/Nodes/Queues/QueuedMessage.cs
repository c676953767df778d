using System.Runtime.InteropServices;
using Amqp1.Broker.Codec;
using Amqp1.Broker.Context;
using Amqp1.Broker.Storage;

namespace Amqp1.Broker.Nodes.Queues;

/// <summary>A message in a queue. The queue creates it and is the only one that changes it.</summary>
internal sealed class QueuedMessage(QueueNode queue, long sequence, ReadOnlyMemory<byte> payload, uint format) : IExpiring
{
    private List<IConsumer>? _refusedBy;

    public QueueNode Queue { get; } = queue;

    /// <summary>The position in the order of the queue.</summary>
    public long Sequence { get; } = sequence;

    /// <summary>The message with a <see cref="StoredHeader"/>.</summary>
    public ReadOnlyMemory<byte> Payload { get; } = payload;

    public uint Format { get; } = format;

    /// <summary>The time of arrival at the first queue.</summary>
    public required DateTimeOffset EnqueuedAt { get; init; }

    /// <summary>The deadline as a timestamp of the broker's clock; <see cref="long.MaxValue"/> if the message does not expire.</summary>
    public long Deadline { get; init; } = long.MaxValue;

    public long WaitNumber { get; set; }

    public bool IsDurable { get; init; }

    /// <summary>Whether the message is in the store, too.</summary>
    public bool IsStored { get; init; }

    /// <summary>The number of failed delivery attempts.</summary>
    public uint DeliveryCount { get; set; }

    /// <summary>Whether a consumer has acquired the message before.</summary>
    public bool WasAcquired { get; set; }

    /// <summary>The place of the message in its queue.</summary>
    public QueuePlace Place { get; set; }

    public bool Expires => Deadline != long.MaxValue;

    /// <summary>The memory that the message takes, in bytes.</summary>
    public long Cost => Payload.Length + MemoryAccount.Delivery;

    public static QueuedMessage Of(Arrival arrival, QueueNode queue, long sequence, TimeProvider time, bool isStored = false) =>
        new(queue, sequence, arrival.Payload, arrival.Format)
        {
            EnqueuedAt = arrival.At,
            Deadline = arrival.Header.TimeToLive == 0
                ? long.MaxValue
                : time.GetTimestamp() + (long)(arrival.Header.TimeToLive / 1000.0 * time.TimestampFrequency),
            IsDurable = arrival.Header.Durable,
            IsStored = isStored,
            DeliveryCount = arrival.Header.DeliveryCount,
            WasAcquired = arrival.Header.DeliveryCount > 0,
        };

    /// <summary>Creates a message that was read from the store. A consumer may have acquired it before the broker was restarted.</summary>
    public static QueuedMessage Of(in StoredMessage stored, QueueNode queue, TimeProvider time)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        return new QueuedMessage(queue, stored.Sequence, stored.Payload, stored.Format)
        {
            EnqueuedAt = DateTimeOffset.FromUnixTimeMilliseconds(stored.Enqueued),
            Deadline = stored.Expires is { } expires ? time.GetTimestamp() + (long)((expires - now) / 1000.0 * time.TimestampFrequency) : long.MaxValue,
            IsDurable = StoredHeader.Read(stored.Payload.Span, out _).Durable,
            IsStored = true,
            DeliveryCount = stored.DeliveryCount,
            WasAcquired = true,
        };
    }

    /// <summary>Writes the fields of the header that change with each delivery.</summary>
    public void WriteHeader(TimeProvider time)
    {
        StoredHeader.Overwrite(MemoryMarshal.AsMemory(Payload).Span, TimeLeft(time), !WasAcquired, DeliveryCount);
    }

    /// <summary>Returns the message for another queue, with its remaining time-to-live or without one.</summary>
    public Arrival ForOtherQueue(TimeProvider time, bool expires)
    {
        var header = StoredHeader.Read(Payload.Span, out var length) with { DeliveryCount = DeliveryCount };
        header = header with { TimeToLive = expires ? TimeLeft(time) : 0 };
        return new Arrival(header.Write(Payload.Span, length), Format, header, EnqueuedAt);
    }

    /// <summary>Returns whether the consumer has declared that it will not take the message.</summary>
    public bool IsRefusedBy(IConsumer consumer) => _refusedBy?.Contains(consumer) ?? false;

    /// <summary>Records that the consumer will not take the message. Consumers that have left are forgotten.</summary>
    public void RefuseTo(IConsumer consumer)
    {
        _refusedBy ??= [];
        _refusedBy.RemoveAll(refused => !refused.IsAttached);
        _refusedBy.Add(consumer);
    }

    public void Expire() => Queue.Settlement.Expire(this);

    /// <summary>Returns the remaining time-to-live in milliseconds, at least 1; 0 if the message does not expire.</summary>
    private uint TimeLeft(TimeProvider time) => Expires
        ? (uint)Math.Clamp((long)time.GetElapsedTime(time.GetTimestamp(), Deadline).TotalMilliseconds, 1, uint.MaxValue)
        : 0;
}
