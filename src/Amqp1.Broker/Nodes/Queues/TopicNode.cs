using Amqp1.Broker.Codec;
using Amqp1.Broker.Storage;
using Amqp1.Broker.Turns;

namespace Amqp1.Broker.Nodes.Queues;

/// <summary>
/// A topic: each subscription gets a copy of every message, in a queue of its own. A message is accepted when all copies are stored, or if
/// there is no subscription. A durable subscription receives copies also while nobody is attached to it, until its consumer closes its link
/// or it expires.
/// </summary>
internal sealed class TopicNode : INode, INodeReadings, IChore
{
    private const int FewSubscriptions = 64;
    private const int ManyMessages = 16;
    private readonly QueueServices _services;
    private readonly Intake _intake;
    private readonly Nodes.Producers _producers;
    private readonly PlacedList<TopicSubscription> _subscriptions = new();
    private readonly Dictionary<string, TopicSubscription> _durable = new(StringComparer.Ordinal);
    private readonly HashSet<TopicSubscription> _full = [];
    private readonly Queue<TopicMessage> _copying = [];
    private long _number;
    private long _names;
    private bool _isBehind;

    public TopicNode(QueueServices services, string name)
    {
        _services = services;
        Name = name;
        _intake = new Intake(services, services.Settings.For(name), name);
        _producers = new Nodes.Producers(Chores);
    }

    public string Name { get; }

    public bool IsUnused => _producers.Count + _subscriptions.Count == 0;

    public bool WantsMessages => _full.Count == 0 && !_isBehind;

    public SourceFeatures Features => SourceFeatures.DurableSubscriptions;

    public string Distribution => "topic";

    public string Capability => "topic";

    public int Producers => _producers.Count;

    public int Consumers { get; private set; }

    public long Received => _number;

    public long Sent { get; private set; }

    private Chores Chores => _services.Context.Turns.Chores;

    public void Add(IProducer producer) => _producers.Add(producer);

    public void Remove(IProducer producer) => _producers.Remove(producer);

    public void Add(IConsumer consumer)
    {
        Consumers++;
        SubscriptionFor(consumer).Queue.Add(consumer);
    }

    public void Remove(IConsumer consumer)
    {
        Consumers--;
        var queue = QueueConsumer.Of(consumer).Queue;
        queue.Remove(consumer);
        ((TopicSubscription)queue.Subscription!).OnDetached(consumer);
    }

    public void Accept(in ReceivedMessage message)
    {
        if (_full.Count > 0 && !_producers.Contains(message.Ticket.Producer))
        {
            // The producer, a link without an address, does not know that a subscription is full.
            _intake.Release(message);
            return;
        }

        if (_intake.Read(message) is not { } arrival)
        {
            return;
        }

        var copying = new TopicMessage(arrival, message.Settled ? null : message.Ticket, ++_number, _subscriptions.Count);
        if (_copying.Count == 0 && _subscriptions.Count <= Math.Min(Chores.Left, FewSubscriptions))
        {
            Copy(copying);
            return;
        }

        _services.Context.Memory.Add(arrival.Payload.Length);
        _copying.Enqueue(copying);
        if (_copying.Count == 1)
        {
            Chores.DoLater(this);
        }

        if (_copying.Count == ManyMessages)
        {
            _isBehind = true;
            _producers.OnDemandChanged();
        }
    }

    public void OnReady(IConsumer consumer) => QueueConsumer.Of(consumer).Queue.OnReady(consumer);

    public bool HasMessagesFor(IConsumer consumer) => QueueConsumer.Of(consumer).Queue.HasMessagesFor(consumer);

    public void Return(Delivery unfinished) => (unfinished as QueueDelivery)?.TakeBack();

    public bool Recover(IConsumer lost) => true;

    /// <summary>Takes over a durable subscription that was found in the store.</summary>
    public void Recover(string name, TerminusExpiry expiry, StoredQueue found)
    {
        _durable[name] = Subscribe(name, expiry);
        _durable[name].Recover(found);
    }

    /// <summary>Handles that a subscription is full, or has room again.</summary>
    public void OnDemandChanged(TopicSubscription subscription)
    {
        if (subscription.Queue.WantsMessages ? _full.Remove(subscription) : _full.Add(subscription))
        {
            _producers.OnDemandChanged();
        }
    }

    /// <summary>Forgets a subscription whose queue is deleted.</summary>
    public void Forget(TopicSubscription subscription)
    {
        _subscriptions.Remove(subscription);
        if (_durable.TryGetValue(subscription.Name, out var current) && current == subscription)
        {
            _durable.Remove(subscription.Name);
        }

        if (_full.Remove(subscription))
        {
            _producers.OnDemandChanged();
        }

        _services.Nodes!.RemoveIfUnused(this);
    }

    /// <summary>Copies the messages in progress to the subscriptions that they have not reached.</summary>
    bool IChore.Continue()
    {
        while (_copying.TryPeek(out var message))
        {
            if (!Copy(message))
            {
                return false;
            }

            _copying.Dequeue();
            _services.Context.Memory.Remove(message.Arrival.Payload.Length);
        }

        if (_isBehind)
        {
            _isBehind = false;
            _producers.OnDemandChanged();
        }

        return true;
    }

    /// <summary>
    /// Copies a message to the subscriptions, from the last to the first. When a subscription is removed in the meantime, the last one takes
    /// its place, so each one records the messages that it has got. Returns false if there are more than a turn may serve.
    /// </summary>
    private bool Copy(TopicMessage message)
    {
        for (message.Left = Math.Min(message.Left, _subscriptions.Count); message.Left > 0; message.Left = Math.Min(message.Left, _subscriptions.Count))
        {
            if (!Chores.Spend())
            {
                if (_copying.Count > 0)
                {
                    return false;
                }

                // A message for few subscriptions is copied at once.
                Chores.Charge(1);
            }

            var subscription = _subscriptions[--message.Left];
            if (subscription.LastCopy < message.Number)
            {
                subscription.LastCopy = message.Number;
                Sent++;
                subscription.Accept(message);
            }
        }

        message.OnCopied();
        return true;
    }

    private TopicSubscription SubscriptionFor(IConsumer consumer)
    {
        if (consumer.Subscription is not { } request)
        {
            return Subscribe(NewName(consumer), expiry: null);
        }

        if (!_durable.TryGetValue(request.Name, out var subscription))
        {
            _durable[request.Name] = subscription = Subscribe(request.Name, request.Expiry);
        }

        subscription.OnAttached(request);
        return subscription;
    }

    private TopicSubscription Subscribe(string name, TerminusExpiry? expiry)
    {
        var subscription = new TopicSubscription(this, _services, name, expiry) { LastCopy = _number };
        _subscriptions.Add(subscription);
        return subscription;
    }

    private string NewName(IConsumer consumer) => $"{consumer.Name}#{++_names}";
}
