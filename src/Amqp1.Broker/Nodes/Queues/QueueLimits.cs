namespace Amqp1.Broker.Nodes.Queues;

/// <summary>The limits of a queue, and whether it has reached them. After that, it is full until a quarter of the limit is free.</summary>
internal sealed class QueueLimits(EmbeddedQueueOptions settings)
{
    private readonly int _mostMessages = settings.MaxLength ?? int.MaxValue;
    private readonly long _mostBytes = settings.MaxBytes ?? long.MaxValue;

    /// <summary>Whether senders must wait.</summary>
    public bool IsFull { get; private set; }

    /// <summary>The number of messages in the queue.</summary>
    public int Messages { get; private set; }

    /// <summary>The size of the messages in the queue in bytes.</summary>
    public long Bytes { get; private set; }

    /// <summary>Whether another message exceeds a limit.</summary>
    public bool IsReached => Messages >= _mostMessages || Bytes >= _mostBytes;

    /// <summary>The number of messages that the queue may take without exceeding its length.</summary>
    public int Room => Math.Max(_mostMessages - Messages, 0);

    /// <summary>Counts a message. Returns whether <see cref="IsFull"/> has changed.</summary>
    public bool Add(long bytes) => Add(1, bytes);

    /// <summary>Counts messages. Returns whether <see cref="IsFull"/> has changed.</summary>
    public bool Add(int messages, long bytes)
    {
        Messages += messages;
        Bytes += bytes;
        if (IsFull || !IsReached)
        {
            return false;
        }

        IsFull = true;
        return true;
    }

    /// <summary>Stops counting a message. Returns whether <see cref="IsFull"/> has changed.</summary>
    public bool Remove(long bytes) => Remove(1, bytes);

    /// <summary>Stops counting messages. Returns whether <see cref="IsFull"/> has changed.</summary>
    public bool Remove(int messages, long bytes)
    {
        Messages -= messages;
        Bytes -= bytes;
        if (!IsFull || Messages > _mostMessages - Math.Max(_mostMessages / 4, 1) || Bytes > _mostBytes / 4 * 3)
        {
            return false;
        }

        IsFull = false;
        return true;
    }
}
