using Amqp1.Broker.Codec;
using Amqp1.Broker.Storage;

namespace Amqp1.Broker.Nodes.Queues;

/// <summary>
/// A queue, or a subscription of a topic. It accepts a message as soon as it has stored it. The path of a message: <see cref="Accept"/>
/// adds it to <see cref="Messages"/>, the dispatcher sends it to a consumer, and the outcome of the consumer removes the message, returns it
/// to its position in the order, or moves it to the dead-letter queue.
/// </summary>
internal sealed class QueueNode : INode, INodeReadings
{
    /// <summary>Separates the address of a topic from the name of a subscription.</summary>
    public const string Separator = "::";

    /// <summary>The settings in the store of a queue that remains without links and messages.</summary>
    public const string PermanentSettings = "permanent";

    private readonly QueueServices _services;
    private readonly QueueIntake _intake;
    private readonly QueueDispatcher _dispatcher;
    private readonly QueueBrowsers _browsers;
    private readonly PlacedList<IConsumer> _links = new();
    private readonly Nodes.Producers _producers;
    private readonly UnusedQueue? _unused;
    private QueueCounts _counts;

    /// <param name="services">The services of all queues.</param>
    /// <param name="address">The address of the queue, or of the topic of the subscription.</param>
    /// <param name="subscription">The subscription; null for a queue.</param>
    public QueueNode(QueueServices services, string address, ISubscription? subscription = null)
    {
        _services = services;
        Address = address;
        Subscription = subscription;
        Name = subscription is null ? address : TopicSubscription.NameOf(address, subscription.Name);
        Settings = services.Settings.For(address);
        IsPermanent = services.IsDeclared(Name);
        Messages = new QueueMessages(this, services);
        Durable = services.Store is { } store && subscription is null or { StoredSettings: not null } ? new DurableMessages(this, services, store) : null;
        _intake = new QueueIntake(this, services);
        _dispatcher = new QueueDispatcher(this, services);
        _browsers = new QueueBrowsers(Messages.Waiting, services);
        Settlement = new QueueSettlement(this, services, _dispatcher);
        StoreEvents = new QueueStoreEvents(this, services, _dispatcher, _browsers, _links);
        _producers = new Nodes.Producers(services.Context.Turns.Chores);
        _unused = Settings.ExpiresAfter is { } limit ? new UnusedQueue(this, services, limit) : null;
        services.Registry.Add(this);
        StartUnused();
    }

    public string Name { get; }

    public string Address { get; }

    public ISubscription? Subscription { get; }

    public EmbeddedQueueOptions Settings { get; }

    public QueueMessages Messages { get; }

    /// <summary>The part of the queue that is in the store; null if the broker has no store.</summary>
    public DurableMessages? Durable { get; }

    /// <summary>Handles what the store reports.</summary>
    public QueueStoreEvents StoreEvents { get; }

    /// <summary>Decides what becomes of the messages that consumers have settled.</summary>
    public QueueSettlement Settlement { get; }

    /// <summary>The settings of the queue in the store.</summary>
    public string StoredSettings => Subscription?.StoredSettings ?? (IsPermanent ? PermanentSettings : "");

    /// <summary>Whether the queue was deleted. Its consumers may still settle messages.</summary>
    public bool IsDeleted { get; private set; }

    public ref QueueCounts Counts => ref _counts;

    /// <summary>Whether the queue remains without links and messages.</summary>
    public bool IsPermanent { get; set; }

    public bool IsUnused => !IsPermanent && Messages.Limits.Messages == 0 && !HasLinks;

    public bool WantsMessages => Settings.Overflow != QueueOverflow.Block || !(Messages.Limits.IsFull || _services.Budget.IsPressed || (Durable is not null && _services.Store is { WantsMessages: false }));

    public int Room => Settings.Overflow == QueueOverflow.Block ? Messages.Limits.Room : int.MaxValue;

    public SourceFeatures Features => SourceFeatures.Browsing;

    public string Distribution => "queue";

    public string Capability => "queue";

    public int Producers => _producers.Count;

    public int Consumers => _dispatcher.Count;

    public long Received => _counts.Enqueued;

    public long Sent => _counts.Delivered;

    public int Browsers => _browsers.Count;

    /// <summary>One of the consumers and browsers; null if there is none.</summary>
    public IConsumer? AnyConsumer => _links.Count > 0 ? _links[_links.Count - 1] : null;

    /// <summary>One of the producers; null if there is none.</summary>
    public IProducer? AnyProducer => _producers.Last;

    private bool HasLinks => _links.Count + _producers.Count > 0;

    public void Add(IProducer producer)
    {
        _unused?.Stop();
        _producers.Add(producer);
    }

    public void Remove(IProducer producer)
    {
        _producers.Remove(producer);
        StartUnused();
    }

    public void Add(IConsumer consumer)
    {
        _unused?.Stop();
        _links.Add(consumer);
        var state = new QueueConsumer(consumer, this);
        consumer.NodeState = state;
        if (consumer.Browses)
        {
            _browsers.Add();
        }
        else
        {
            _dispatcher.Add(state);
        }
    }

    public void Remove(IConsumer consumer)
    {
        if (!_links.Remove(consumer))
        {
            return;
        }

        if (consumer.Browses)
        {
            _browsers.Remove(QueueConsumer.Of(consumer));
        }
        else
        {
            _dispatcher.Remove(QueueConsumer.Of(consumer));
        }

        StartUnused();
    }

    public void Accept(in ReceivedMessage message)
    {
        if (_intake.Read(message, isLimited: _producers.Contains(message.Ticket.Producer)) is not { } arrival)
        {
            return;
        }

        if (Durable?.TryAppend(arrival, message.Settled ? null : message.Ticket) == true)
        {
            return;
        }

        if (!message.Settled)
        {
            message.Ticket.Settle(Outcomes.Accepted);
        }

        Enqueue(arrival);
    }

    /// <summary>Adds a copy of a message of a topic.</summary>
    public void AcceptCopy(TopicMessage message)
    {
        if (_intake.MakesRoomForCopy() && Durable?.TryAppendCopy(message) != true)
        {
            Enqueue(message.Arrival);
        }
    }

    /// <summary>
    /// Adds a message that has left the memory of another queue. If this queue is full, its oldest messages are dropped.
    /// </summary>
    public void TakeOver(QueuedMessage message, Arrival arrival, IStoreCallback? written = null)
    {
        _intake.DropOldest();
        if (message.IsStored)
        {
            Durable!.Move(message, arrival, written);
        }
        else if (Durable?.TryAppend(arrival, ticket: null) != true)
        {
            Enqueue(arrival);
        }
    }

    public void OnReady(IConsumer consumer)
    {
        if (!consumer.IsAttached)
        {
            return;
        }

        if (consumer.Browses)
        {
            _browsers.OnReady(QueueConsumer.Of(consumer));
        }
        else
        {
            _dispatcher.OnReady(QueueConsumer.Of(consumer));
        }
    }

    public bool HasMessagesFor(IConsumer consumer)
    {
        var state = QueueConsumer.Of(consumer);
        return consumer.Browses ? _browsers.HasMessagesFor(state) : Messages.Waiting.NextFor(state) is not null || Durable is { Unread: > 0 };
    }

    public void Return(Delivery unfinished) => (unfinished as QueueDelivery)?.TakeBack();

    public bool Recover(IConsumer lost) => true;

    public void OnForgotten()
    {
        _unused?.Stop();
        _services.Registry.Remove(this);
        Durable?.Delete();
    }

    /// <summary>Handles that the limits of this queue, or the budget of all queues, have been reached or are free again.</summary>
    public void OnDemandChanged()
    {
        _producers.OnDemandChanged();
        Subscription?.OnDemandChanged();
    }

    /// <summary>Removes a message that is waiting or acquired.</summary>
    /// <param name="message">The message.</param>
    /// <param name="isMoved">
    /// Whether another queue takes the message over, also in the store. The caller must then call <see cref="NodeDirectory.RemoveIfUnused"/>
    /// for this queue afterwards: a queue that is removed from the store takes its messages along.
    /// </param>
    /// <param name="written">Is called when a stored message is removed on disk; null if nobody waits for that.</param>
    public void Leave(QueuedMessage message, bool isMoved = false, IStoreCallback? written = null)
    {
        Messages.Remove(message);
        if (message.IsStored)
        {
            Durable!.Leave(message, isMoved, written);
        }

        if (!isMoved)
        {
            _services.Nodes!.RemoveIfUnused(this);
        }
    }

    /// <summary>Deletes the queue: its links are detached, and its messages are dropped, over several turns if they are many.</summary>
    public void Delete()
    {
        if (!IsDeleted)
        {
            IsDeleted = true;
            IsPermanent = false;
            _services.Nodes!.Remove(this);
            OnForgotten();
            Subscription?.OnDeleted();
            _services.Context.Turns.Chores.Do(new QueueDeletion(this, _services.Context.Turns.Chores));
        }
    }

    private void Enqueue(Arrival arrival)
    {
        Messages.Add(arrival);
        _browsers.OnArrived();
        _dispatcher.Pump();
    }

    private void StartUnused()
    {
        if (!HasLinks && !IsPermanent)
        {
            _unused?.Start();
        }
    }
}
