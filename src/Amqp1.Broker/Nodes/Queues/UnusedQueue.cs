namespace Amqp1.Broker.Nodes.Queues;

/// <summary>Deletes a queue that has had no link for some time. Used in a turn.</summary>
internal sealed class UnusedQueue(QueueNode queue, QueueServices services, TimeSpan limit) : IExpiring
{
    public long Deadline { get; private set; }

    public long WaitNumber { get; set; }

    /// <summary>Starts the time. A time that was started before ends.</summary>
    public void Start()
    {
        Stop();
        Deadline = services.Context.Time.GetTimestamp() + (long)(limit.TotalSeconds * services.Context.Time.TimestampFrequency);
        services.Expiries.Add(this);
    }

    public void Stop() => services.Expiries.Remove(this);

    public void Expire()
    {
        Stop();
        if (queue.IsPermanent)
        {
            return;
        }

        services.Reports.OnQueueExpired(queue.Name, queue.Messages.Limits.Messages, limit);
        queue.Delete();
    }
}
