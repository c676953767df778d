using System.Collections.Concurrent;
using System.Globalization;
using Amqp1.Addressing;

namespace Amqp1.Dialects.OsloRabbit.Topology;

/// <summary>
/// The names of exchanges, queues and routing keys of one bus. The names of queues are the same on every connection
/// (docs/spec/rabbit-topology.md#names). Thread-safe.
/// </summary>
internal sealed class RabbitNames
{
    private const string FanoutSuffix = "_fanout";
    private const string ReplyPrefix = "reply_";

    /// <summary>The last number of the names <c>host:process:number</c>, which all buses of the process count together.</summary>
    private static readonly ConcurrentDictionary<string, int> LastNumbers = new();

    private readonly OsloRabbitSettings _settings;
    private readonly Func<string, int> _nextNumber;
    private readonly ConcurrentDictionary<Guid, Lazy<string>> _suffixes = new();
    private string? _replyQueue;

    public RabbitNames(OsloRabbitSettings settings)
        : this(settings, static owner => LastNumbers.AddOrUpdate(owner, 1, static (_, last) => last + 1))
    {
    }

    /// <param name="settings">The settings.</param>
    /// <param name="nextNumber">Returns the next number of a name <c>host:process</c>, beginning with 1.</param>
    public RabbitNames(OsloRabbitSettings settings, Func<string, int> nextNumber)
    {
        _settings = settings;
        _nextNumber = nextNumber;
    }

    /// <summary>
    /// Returns the queue of a topic, of a server of a topic, or of notifications. The name of a pool is the whole name of its queue.
    /// </summary>
    public static string TopicQueueOf(Destination destination) => destination.Pool ?? RoutingKeyOf(destination);

    /// <summary>Returns the routing key of messages to a destination, which is also the key of its binding.</summary>
    public static string RoutingKeyOf(Destination destination) =>
        destination is { Service: ServiceKind.Rpc, Server: { } server } ? $"{destination.Topic}.{server}" : destination.Topic;

    public static string FanoutExchangeOf(string topic) => topic + FanoutSuffix;

    /// <summary>Returns the queue or stream from which a receiver receives fanouts.</summary>
    public string FanoutQueueOf(string topic, Guid consumer)
    {
        if (_settings.StreamFanout)
        {
            return topic + FanoutSuffix;
        }

        var suffix = _settings.UseQueueManager
            ? _suffixes.GetOrAdd(consumer, static (_, names) => new Lazy<string>(names.NextManagedSuffix), this).Value
            : consumer.ToString("N");
        return $"{topic}{FanoutSuffix}_{suffix}";
    }

    /// <summary>Returns a queue for the messages of one stream. It has the prefix of replies, which permissions name.</summary>
    public static string NewStreamQueue() => ReplyPrefix + Guid.NewGuid().ToString("N");

    /// <summary>Returns the queue on which the bus receives replies.</summary>
    public string ReplyQueue => Volatile.Read(ref _replyQueue) ?? Interlocked.CompareExchange(ref _replyQueue, NewReplyQueue(), null) ?? _replyQueue;

    /// <summary>
    /// Replaces the queue on which the bus receives replies. An earlier connection may still own that queue, because the broker has not
    /// noticed the loss of the connection, or another process uses the same name.
    /// </summary>
    /// <param name="used">The name that cannot be used. If it was replaced already, it is not replaced again.</param>
    public void ReplaceReplyQueue(string used) => Interlocked.CompareExchange(ref _replyQueue, NewReplyQueue(), used);

    /// <summary>Forgets a receiver that has ended.</summary>
    public void Release(Guid consumer) => _suffixes.TryRemove(consumer, out _);

    private string NewReplyQueue() => ReplyPrefix + (_settings.UseQueueManager ? NextManagedSuffix() : Guid.NewGuid().ToString("N"));

    private string NextManagedSuffix()
    {
        var owner = $"{_settings.HostName}:{_settings.ProcessName}";
        return string.Create(CultureInfo.InvariantCulture, $"{owner}:{_nextNumber(owner)}");
    }
}
