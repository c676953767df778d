using Amqp.Types;

namespace Amqp1.Dialects.OsloRabbit.Topology;

/// <summary>The properties of a queue on the broker, from a response of the management node.</summary>
internal sealed class QueueProperties(Map map)
{
    public bool Durable => map["durable"] is true;

    public bool AutoDelete => map["auto_delete"] is true;

    public bool Exclusive => map["exclusive"] is true;

    public string Type => map["type"] is string type ? PeerText.Clean(type) : QueueArguments.Classic;

    /// <summary>Returns the value of an argument as clean text; null if the queue does not have the argument.</summary>
    public string? ArgumentOf(string name) => map["arguments"] is Map arguments && arguments[name] is { } value ? PeerText.CleanObject(value) : null;

    /// <summary>Returns the names of all arguments.</summary>
    public IEnumerable<string> Arguments => map["arguments"] is Map arguments ? arguments.Keys.OfType<string>() : [];
}
