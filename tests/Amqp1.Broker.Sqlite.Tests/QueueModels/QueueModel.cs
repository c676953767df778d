namespace Amqp1.Broker.Sqlite.Tests.QueueModels;

/// <summary>
/// A simple model of queues. It checks every delivery at the moment in which the broker makes it, and every queue when the broker is at rest.
/// </summary>
internal sealed class QueueModel
{
    public const string DeadLetters = "dead";
    private readonly Dictionary<string, ModelQueue> _queues = [];
    private readonly Dictionary<int, ModelMessage> _messages = [];
    private readonly HashSet<ModelMessage> _changed = [];
    private long _order;
    private int _lastId;

    /// <summary>The clock in milliseconds.</summary>
    public long Now { get; set; }

    /// <summary>The number of deliveries.</summary>
    public long Deliveries { get; private set; }

    /// <summary>The number of messages that were sent.</summary>
    public int Sent => _lastId;

    public IEnumerable<ModelQueue> Queues => _queues.Values;

    /// <summary>The number of failed deliveries after which a message is moved to the dead letters; null if there is no limit.</summary>
    public static uint? MaxDeliveriesOf(string queue) => queue == "limited" ? 3 : null;

    public ModelQueue Queue(string name)
    {
        if (!_queues.TryGetValue(name, out var queue))
        {
            _queues[name] = queue = new ModelQueue(name);
        }

        return queue;
    }

    /// <summary>Adds a message that a producer is about to send.</summary>
    public ModelMessage OnSending(string queue, uint? timeToLive, bool settled)
    {
        var message = new ModelMessage(++_lastId, settled) { IsPending = true };
        _messages.Add(message.Id, message);
        Change(message, new ModelPlace(queue, ++_order, 0, Now + timeToLive));
        Queue(queue).Add(message);
        return message;
    }

    /// <summary>Handles that the producer of a message was told that it is accepted.</summary>
    public static void OnAccepted(ModelMessage message)
    {
        message.IsPending.ShouldBeTrue("accepted twice");
        message.IsPending = false;
        message.OnWritten(1);
    }

    /// <summary>Handles a delivery to a consumer, which must be the right one.</summary>
    public ModelMessage OnDelivered(ModelConsumer consumer, int id, uint deliveryCount)
    {
        Deliveries++;
        _messages.TryGetValue(id, out var message).ShouldBeTrue($"message {id} was removed before");
        var place = message!.Place;
        place.Queue.ShouldBe(consumer.Queue, $"message {id}");
        message.AcquiredBy.ShouldBeNull($"message {id} has a consumer");
        message.RefusedBy.Contains(consumer).ShouldBeFalse($"message {id} was refused by this consumer");
        (place.ExpiresAt <= Now).ShouldBeFalse($"message {id} has expired");
        deliveryCount.ShouldBe(place.DeliveryCount, $"message {id}");
        if (message.IsPending)
        {
            // Nobody tells the model when a message that was sent settled, or one that is moved, is in its queue.
            (message.Settled || place.Queue == DeadLetters).ShouldBeTrue($"message {id} was delivered before it was accepted");
            message.IsPending = false;
        }

        var queue = Queue(consumer.Queue);
        queue.FirstFor(consumer, Now).ShouldBe(message, $"message {id} is not the first one");
        queue.Remove(message);
        queue.Acquired++;
        message.AcquiredBy = consumer;
        message.WasAcquired = true;
        return message;
    }

    /// <summary>Handles an outcome, before the broker does. Returns the number of the change, for the confirmation.</summary>
    public int OnOutcome(ModelMessage message, ModelOutcome outcome)
    {
        var (consumer, place) = (message.AcquiredBy.ShouldNotBeNull(), message.Place);
        message.AcquiredBy = null;
        var queue = Queue(place.Queue!);
        queue.Acquired--;
        var failed = outcome is ModelOutcome.Failed or ModelOutcome.FailedHere;
        if (outcome is ModelOutcome.FailedHere or ModelOutcome.RefusedHere)
        {
            message.RefusedBy.Add(consumer);
        }

        var count = place.DeliveryCount + (failed ? 1u : 0);
        if (outcome == ModelOutcome.Accepted)
        {
            return Change(message, default);
        }

        if (outcome == ModelOutcome.Rejected || (failed && count >= MaxDeliveriesOf(queue.Name)))
        {
            return MoveToDeadLetters(message, count);
        }

        var change = failed ? Change(message, place with { DeliveryCount = count }) : 0;
        queue.Add(message);
        return change;
    }

    /// <summary>Handles that the waiting messages of a queue are purged.</summary>
    public void OnPurge(string name)
    {
        var queue = Queue(name);
        foreach (var message in queue.Waiting)
        {
            Change(message, default);
        }

        queue.Clear();
    }

    /// <summary>Handles that the broker has nothing more to do: everything is written, and messages whose time is over have left.</summary>
    public void OnRest()
    {
        foreach (var queue in _queues.Values)
        {
            foreach (var message in queue.Waiting.ToArray())
            {
                message.IsPending = false;
                if (message.Place.ExpiresAt < Now)
                {
                    queue.Remove(message);
                    Change(message, default);
                }
            }
        }

        foreach (var message in _changed)
        {
            message.OnAllWritten();
            if (message.IsForgotten)
            {
                _messages.Remove(message.Id);
            }
        }

        _changed.Clear();
    }

    /// <summary>
    /// Handles a crash: each message must be where it was after one of its changes, and at least after the last one that was told. The
    /// parameter has the messages of each queue in order.
    /// </summary>
    public void OnCrash(IReadOnlyDictionary<string, (int Id, uint DeliveryCount)[]> found)
    {
        foreach (var (name, contents) in found)
        {
            var queue = Queue(name);
            queue.Clear();
            var last = 0L;
            foreach (var (id, deliveryCount) in contents)
            {
                _messages.TryGetValue(id, out var message).ShouldBeTrue($"message {id} was removed for good");
                var place = message!.PossiblePlaces().LastOrDefault(place => place.Queue == name && place.DeliveryCount == deliveryCount);
                place.Queue.ShouldBe(name, $"message {id} with {deliveryCount} failed deliveries");
                place.Order.ShouldBeGreaterThan(last, $"message {id}");
                last = place.Order;
                message.Found(place);
                queue.Add(message);
            }
        }

        var present = found.Values.SelectMany(contents => contents.Select(entry => entry.Id)).ToHashSet();
        present.Count.ShouldBe(found.Values.Sum(contents => contents.Length), "a message is in two queues");
        foreach (var message in _messages.Values.Where(message => !present.Contains(message.Id)).ToArray())
        {
            message.PossiblePlaces().ShouldContain(place => place.Queue == null || place.ExpiresAt <= Now, $"message {message.Id} is lost");
            if (message.Place.Queue is { } queue)
            {
                Queue(queue).Remove(message);
            }

            _messages.Remove(message.Id);
        }

        _changed.Clear();
        foreach (var queue in _queues.Values)
        {
            queue.Acquired = 0;
            if (!found.ContainsKey(queue.Name))
            {
                queue.Clear();
            }
        }
    }

    private int MoveToDeadLetters(ModelMessage message, uint count)
    {
        if (message.Place.Queue == DeadLetters)
        {
            return Change(message, default);
        }

        var change = Change(message, new ModelPlace(DeadLetters, ++_order, count, null));
        message.RefusedBy.Clear();
        message.IsPending = true;
        Queue(DeadLetters).Add(message);
        return change;
    }

    private int Change(ModelMessage message, ModelPlace place)
    {
        _changed.Add(message);
        return message.Move(place);
    }
}
