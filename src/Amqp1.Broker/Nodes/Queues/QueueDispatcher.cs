using Amqp1.Broker.Turns;

namespace Amqp1.Broker.Nodes.Queues;

/// <summary>Sends the waiting messages of a queue to its consumers, which compete for them. Used in a turn.</summary>
internal sealed class QueueDispatcher(QueueNode queue, QueueServices services) : IChore
{
    private readonly QueueConsumers _consumers = new();
    private bool _isPumping;
    private bool _isResuming;

    /// <summary>The number of consumers.</summary>
    public int Count => _consumers.Count;

    private Chores Chores => services.Context.Turns.Chores;

    public void Add(QueueConsumer consumer) => _consumers.Add(consumer);

    public void Remove(QueueConsumer consumer) => _consumers.Remove(consumer);

    /// <summary>Sends messages to a consumer that may be able to accept one, and to the others.</summary>
    public void OnReady(QueueConsumer consumer)
    {
        _consumers.OnReady(consumer);
        Pump();
    }

    /// <summary>Sends a message that a consumer has given back to another one.</summary>
    /// <param name="message">The message, which waits again.</param>
    /// <param name="refusedBy">The consumer that does not take the message again; null if it may.</param>
    public void OnReturned(QueuedMessage message, QueueConsumer? refusedBy)
    {
        if (refusedBy is not null)
        {
            message.RefuseTo(refusedBy.Consumer);
            _consumers.OnRefused(refusedBy);
        }

        _consumers.OnReturned(message);
        Pump();
    }

    /// <summary>Sends waiting messages, as many as a turn may.</summary>
    public void Pump()
    {
        if (_isPumping)
        {
            // A consumer has settled at once. The loop below goes on.
            return;
        }

        _isPumping = true;
        try
        {
            while (queue.Messages.Waiting.Count > 0 && _consumers.ReadyCount > 0)
            {
                if (!Chores.Spend())
                {
                    Resume();
                    break;
                }

                if (!TrySendNext())
                {
                    break;
                }
            }
        }
        finally
        {
            _isPumping = false;
        }
    }

    bool IChore.Continue()
    {
        _isResuming = false;
        Pump();
        return true;
    }

    private void Resume()
    {
        if (!_isResuming)
        {
            _isResuming = true;
            Chores.DoLater(this);
        }
    }

    private bool TrySendNext()
    {
        for (var left = _consumers.ReadyCount; left > 0; left--)
        {
            if (_consumers.Next() is not { } consumer)
            {
                return false;
            }

            if (NextFor(consumer) is { } message)
            {
                queue.Messages.Acquire(message);
                consumer.Consumer.Send(new QueueDelivery(message, consumer));
                return true;
            }

            if (queue.Messages.Waiting.ReturnedCount == 0)
            {
                return false;
            }

            // There are only messages that this consumer has refused. Another one may take them.
            Chores.Charge(1);
        }

        return false;
    }

    /// <summary>Returns the next message for the consumer. Expires the messages before it whose timer is late.</summary>
    private QueuedMessage? NextFor(QueueConsumer consumer)
    {
        while (queue.Messages.Waiting.NextFor(consumer) is { } message)
        {
            if (!message.Expires || message.Deadline > services.Context.Time.GetTimestamp())
            {
                return message;
            }

            Chores.Charge(1);
            queue.Settlement.Expire(message);
        }

        return null;
    }
}
