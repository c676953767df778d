using Amqp1.Broker.Storage;

namespace Amqp1.Broker.Sqlite.Tests;

/// <summary>The expected contents of a store.</summary>
internal sealed class StoreModel
{
    private readonly SortedDictionary<long, (string Name, string Settings)> _queues = [];
    private readonly SortedDictionary<long, (long Queue, string Text, uint Deliveries)> _messages = [];

    public IReadOnlyCollection<long> Queues => _queues.Keys;

    public IReadOnlyCollection<long> Messages => _messages.Keys;

    public void Create(long queue, string name, string settings) => _queues.Add(queue, (name, settings));

    public void Update(long queue, string settings)
    {
        if (_queues.TryGetValue(queue, out var found))
        {
            _queues[queue] = (found.Name, settings);
        }
    }

    public void Delete(long queue)
    {
        Purge(queue, long.MaxValue);
        _queues.Remove(queue);
    }

    public void Purge(long queue, long through)
    {
        foreach (var (sequence, _) in _messages.Where(message => message.Value.Queue == queue && message.Key <= through).ToArray())
        {
            _messages.Remove(sequence);
        }
    }

    public void Append(long queue, long sequence, string text)
    {
        if (_queues.ContainsKey(queue))
        {
            _messages.Add(sequence, (queue, text, 0));
        }
    }

    public void Remove(long sequence) => _messages.Remove(sequence);

    public void SetDeliveryCount(long sequence, uint count)
    {
        if (_messages.TryGetValue(sequence, out var found))
        {
            _messages[sequence] = found with { Deliveries = count };
        }
    }

    public void Move(long sequence, long queue, long moved, string text, uint count)
    {
        if (_messages.Remove(sequence, out var found) && _queues.ContainsKey(queue))
        {
            _messages.Add(moved, (queue, text.Length == 0 ? found.Text : text, count));
        }
    }

    /// <summary>Takes over the contents of another model.</summary>
    public void CopyFrom(StoreModel other)
    {
        _queues.Clear();
        _messages.Clear();
        foreach (var (id, queue) in other._queues)
        {
            _queues.Add(id, queue);
        }

        foreach (var (sequence, message) in other._messages)
        {
            _messages.Add(sequence, message);
        }
    }

    /// <summary>Describes the contents, so that two of them can be compared and a difference can be read.</summary>
    public string Describe() => string.Join('\n', _queues.Select(queue => Describe(
        queue.Key, queue.Value.Name, queue.Value.Settings,
        _messages.Where(message => message.Value.Queue == queue.Key).Select(message => (message.Key, message.Value.Text, message.Value.Deliveries)))));

    /// <summary>Describes the contents of a store in the same form.</summary>
    public static async Task<string> DescribeAsync(TestStore test)
    {
        var queues = new List<string>();
        foreach (var queue in test.Store.Recovered)
        {
            var messages = await test.ReadAsync(queue.Id);
            (messages.Count, messages.Sum(message => (long)message.Payload.Length)).ShouldBe(((int)queue.Messages, queue.Bytes));
            queues.Add(Describe(queue.Id, queue.Name, queue.Settings, messages.Select(message =>
                (message.Sequence, System.Text.Encoding.UTF8.GetString(message.Payload.Span), message.DeliveryCount))));
        }

        return string.Join('\n', queues);
    }

    private static string Describe(long id, string name, string settings, IEnumerable<(long Sequence, string Text, uint Deliveries)> messages) =>
        $"{id} {name} {settings}: {string.Join(", ", messages)}";
}
