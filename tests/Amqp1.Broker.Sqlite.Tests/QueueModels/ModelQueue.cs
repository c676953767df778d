namespace Amqp1.Broker.Sqlite.Tests.QueueModels;

/// <summary>The waiting messages of a queue of the model, in order.</summary>
internal sealed class ModelQueue(string name)
{
    private readonly SortedList<long, ModelMessage> _waiting = [];

    public string Name { get; } = name;

    /// <summary>The number of messages that consumers have acquired and not settled.</summary>
    public int Acquired { get; set; }

    public IList<ModelMessage> Waiting => _waiting.Values;

    public void Add(ModelMessage message) => _waiting.Add(message.Place.Order, message);

    public bool Remove(ModelMessage message) => _waiting.Remove(message.Place.Order);

    public void Clear() => _waiting.Clear();

    /// <summary>Returns the first message that must be offered to the consumer at this time; null if there is none.</summary>
    public ModelMessage? FirstFor(ModelConsumer consumer, long now) =>
        _waiting.Values.FirstOrDefault(message => !message.IsPending && !message.RefusedBy.Contains(consumer) && !(message.Place.ExpiresAt <= now));
}
