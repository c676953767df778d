using Amqp1.Broker.Codec;
using Amqp1.Broker.Diagnostics;

namespace Amqp1.Broker.Nodes.Queues;

/// <summary>
/// A subscription of a topic: a queue with a copy of each message. A subscriber without a durable subscription that stops the topic for too
/// long, or that has too much waiting, is detached. Used in a turn.
/// </summary>
internal sealed class TopicSubscription : IPlaced, IExpiring
{
    private readonly TopicNode _topic;
    private readonly QueueServices _services;

    public TopicSubscription(TopicNode topic, QueueServices services, string name, bool isDurable)
    {
        _topic = topic;
        _services = services;
        IsDurable = isDurable;
        Queue = new QueueNode(services, topic.Name, name) { DemandChanged = OnDemandChanged, Deleted = OnDeleted };
    }

    public QueueNode Queue { get; }

    /// <summary>Whether the subscription outlives its link.</summary>
    public bool IsDurable { get; }

    public int Place { get; set; } = -1;

    /// <summary>The number of the last message that the subscription got a copy of, or that is older than the subscription.</summary>
    public long LastCopy { get; set; }

    public long Deadline { get; private set; }

    public long WaitNumber { get; set; }

    private EmbeddedRouterOptions Options => _services.Context.Options;

    /// <summary>Adds a copy of a message.</summary>
    public void Accept(Arrival arrival)
    {
        Queue.AcceptCopy(arrival);
        if (!IsDurable && Queue.Messages.Limits is { Messages: > 1, Bytes: var bytes } && bytes > Options.SlowSubscriberBytes)
        {
            Detach($"more than {Options.SlowSubscriberBytes} bytes wait for it (SlowSubscriberBytes)");
        }
    }

    public void Expire()
    {
        _services.Expiries.Remove(this);
        Detach($"it has stopped the topic for {Options.SlowSubscriberTimeout.TotalSeconds:0.#} s (SlowSubscriberTimeout)");
    }

    private void Detach(string reason)
    {
        if (Queue.AnyConsumer is { } consumer)
        {
            var count = Queue.Messages.Limits.Messages;
            _services.Context.Log.SlowSubscriber(consumer.Name, consumer.Peer, _topic.Name, reason, count);
            RouterMetrics.CountSlowSubscriber(_services.Context.Log);
            consumer.Detach(ErrorCondition.ResourceLimitExceeded, $"{count} messages wait for this consumer: {reason}.");
        }
    }

    private void OnDemandChanged()
    {
        _services.Expiries.Remove(this);
        if (!Queue.WantsMessages && !IsDurable && Options.SlowSubscriberTimeout > TimeSpan.Zero)
        {
            var time = _services.Context.Time;
            Deadline = time.GetTimestamp() + (long)(Options.SlowSubscriberTimeout.TotalSeconds * time.TimestampFrequency);
            _services.Expiries.Add(this);
        }

        _topic.OnDemandChanged(this);
    }

    private void OnDeleted()
    {
        _services.Expiries.Remove(this);
        _topic.Forget(this);
    }
}
