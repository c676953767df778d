using System.Globalization;

namespace Amqp1.Dialects.OsloRabbit.Topology;

/// <summary>The arguments of queues that oslo.messaging sets (docs/spec/rabbit-topology.md#arguments).</summary>
internal static class QueueArguments
{
    public const string Type = "x-queue-type";
    public const string Expires = "x-expires";
    public const string MaxAge = "x-max-age";
    public const string DeliveryLimit = "x-delivery-limit";
    public const string MaxMemoryLength = "x-max-in-memory-length";
    public const string MaxMemoryBytes = "x-max-in-memory-bytes";
    public const string HaPolicy = "x-ha-policy";

    public const string Classic = "classic";
    public const string Quorum = "quorum";
    public const string Stream = "stream";

    /// <summary>Returns the arguments of the queue of a topic, of a server or of notifications.</summary>
    public static Dictionary<string, object> OfTopic(OsloRabbitSettings settings) => Of(settings, settings.QuorumQueues, TimeSpan.Zero);

    /// <summary>Returns the arguments of the queue on which one server receives fanouts.</summary>
    public static Dictionary<string, object> OfFanout(OsloRabbitSettings settings) =>
        Of(settings, settings.TransientQuorumQueues, settings.TransientQueuesTtl);

    /// <summary>Returns the arguments of the stream from which all servers of a topic receive fanouts.</summary>
    public static Dictionary<string, object> OfStream(OsloRabbitSettings settings)
    {
        var arguments = new Dictionary<string, object> { [Type] = Stream };
        if (Seconds(settings.TransientQueuesTtl) is > 0 and var age)
        {
            arguments[MaxAge] = string.Create(CultureInfo.InvariantCulture, $"{age}s");
        }

        return arguments;
    }

    private static Dictionary<string, object> Of(OsloRabbitSettings settings, bool quorum, TimeSpan expires)
    {
        var arguments = new Dictionary<string, object>();
        if (settings.HaQueues && !quorum)
        {
            arguments[HaPolicy] = "all";
        }

        if (quorum)
        {
            arguments[Type] = Quorum;
            AddLimit(arguments, DeliveryLimit, settings.QuorumDeliveryLimit);
            AddLimit(arguments, MaxMemoryLength, settings.QuorumMaxMemoryLength);
            AddLimit(arguments, MaxMemoryBytes, settings.QuorumMaxMemoryBytes);
        }

        AddLimit(arguments, Expires, Seconds(expires) * 1000);
        return arguments;
    }

    private static void AddLimit(Dictionary<string, object> arguments, string name, long value)
    {
        if (value > 0)
        {
            arguments[name] = value;
        }
    }

    private static long Seconds(TimeSpan time) => (long)time.TotalSeconds;
}
