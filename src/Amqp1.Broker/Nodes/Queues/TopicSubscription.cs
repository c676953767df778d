using Amqp1.Broker.Codec;
using Amqp1.Broker.Diagnostics;
using Amqp1.Broker.Storage;

namespace Amqp1.Broker.Nodes.Queues;

/// <summary>
/// A subscription of a topic: a queue with a copy of each message. A durable subscription is in the store, if the broker has one, and expires
/// by the policy of its subscriber. A subscriber without a durable subscription that stops the topic for too long, or that has too much
/// waiting, is detached. Used in a turn.
/// </summary>
internal sealed class TopicSubscription : ISubscription, IPlaced, IExpiring
{
    private readonly TopicNode _topic;
    private readonly QueueServices _services;
    private readonly SubscriptionExpiry _expiring;
    private TerminusExpiry? _expiry;

    /// <param name="topic">The topic.</param>
    /// <param name="services">The services of all queues.</param>
    /// <param name="name">The name of the subscription.</param>
    /// <param name="expiry">How long the subscription outlives its link; null if it does not.</param>
    public TopicSubscription(TopicNode topic, QueueServices services, string name, TerminusExpiry? expiry)
    {
        _topic = topic;
        _services = services;
        Name = name;
        _expiry = expiry;
        Queue = new QueueNode(services, topic.Name, this);
        _expiring = new SubscriptionExpiry(Queue, services);
    }

    public string Name { get; }

    public QueueNode Queue { get; }

    /// <summary>Whether the subscription outlives its link.</summary>
    public bool IsDurable => _expiry is not null;

    public string? StoredSettings => _expiry is { } expiry ? StoredExpiry.ToText(expiry) : null;

    public int Place { get; set; } = -1;

    /// <summary>The number of the last message that the subscription got a copy of, or that is older than the subscription.</summary>
    public long LastCopy { get; set; }

    public long Deadline { get; private set; }

    public long WaitNumber { get; set; }

    private EmbeddedRouterOptions Options => _services.Context.Options;

    /// <summary>Returns the name of the queue of a subscription.</summary>
    public static string NameOf(string topic, string subscription) => topic + QueueNode.Separator + subscription;

    /// <summary>Handles that the link of a durable subscription is attached, for the first time or again.</summary>
    public void OnAttached(SubscriptionRequest request)
    {
        _expiring.Stop();
        _expiry = request.Expiry;
        Queue.Durable?.Persist();
    }

    /// <summary>Handles that the link of the subscription has ended.</summary>
    public void OnDetached(IConsumer consumer)
    {
        if (_expiry is not { } expiry || consumer.IsClosedByPeer)
        {
            Queue.Delete();
        }
        else if (!Queue.IsDeleted)
        {
            _expiring.OnDetached(consumer, expiry);
        }
    }

    /// <summary>Takes over the messages of a subscription that was found in the store, and begins to wait for its subscriber.</summary>
    public void Recover(StoredQueue found)
    {
        Queue.Durable!.Recover(found);
        _expiring.OnRecovered(_expiry!.Value);
    }

    /// <summary>Adds a copy of a message.</summary>
    public void Accept(TopicMessage message)
    {
        Queue.AcceptCopy(message);
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

    public void OnDemandChanged()
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

    public void OnDeleted()
    {
        _expiring.Stop();
        _services.Expiries.Remove(this);
        _topic.Forget(this);
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
}
