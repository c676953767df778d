namespace Amqp1.Broker.Nodes.Queues;

/// <summary>Keeps a queue within its limits when messages arrive. Used in a turn.</summary>
internal sealed class QueueIntake(QueueNode queue, QueueServices services)
{
    private readonly Intake _intake = new(services, queue.Settings, queue.Name);

    /// <summary>Whether a limit of the queue, or of all queues together, is reached.</summary>
    private bool IsOverLimit => queue.Messages.Limits.IsReached || services.Budget.IsPressed;

    /// <summary>Reads a message that the queue takes. Otherwise, refuses the message and returns null.</summary>
    /// <param name="message">The message.</param>
    /// <param name="isLimited">Whether the producer has no more credit than the queue has granted.</param>
    public Arrival? Read(in ReceivedMessage message, bool isLimited)
    {
        if (IsOverLimit)
        {
            switch (queue.Settings.Overflow)
            {
                case QueueOverflow.Reject:
                    CountDropped();
                    _intake.Reject(message);
                    return null;
                case QueueOverflow.DropOldest:
                    DropOldest();
                    break;
                case QueueOverflow.Block when !isLimited:
                    _intake.Release(message);
                    return null;
            }
        }

        return _intake.Read(message);
    }

    /// <summary>
    /// Makes room for a copy of a message of a topic. Returns false if the copy is dropped. A subscription that blocks has stopped the
    /// producers of its topic, so it takes the copies that still arrive.
    /// </summary>
    public bool MakesRoomForCopy()
    {
        if (IsOverLimit && queue.Settings.Overflow == QueueOverflow.Reject)
        {
            CountDropped();
            return false;
        }

        if (queue.Settings.Overflow == QueueOverflow.DropOldest)
        {
            DropOldest();
        }

        return true;
    }

    /// <summary>Drops the oldest waiting messages until another one fits.</summary>
    public void DropOldest()
    {
        while (IsOverLimit && queue.Messages.Waiting.First is { } oldest)
        {
            services.Context.Turns.Chores.Charge(1);
            CountDropped();
            queue.Leave(oldest);
        }
    }

    private void CountDropped()
    {
        queue.Counts.Dropped++;
        services.Reports.CountDropped(queue.Name, QueueReports.Full);
    }
}
