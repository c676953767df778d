using Amqp.Types;

namespace Amqp1.Dialects.OsloRabbit.Topology;

/// <summary>A queue as it is declared.</summary>
internal sealed class QueueDeclaration
{
    public required string Name { get; init; }

    public required QueueRole Role { get; init; }

    public bool Durable { get; init; }

    public bool AutoDelete { get; init; }

    public bool Exclusive { get; init; }

    /// <summary>The arguments: texts and 64-bit numbers.</summary>
    public IReadOnlyDictionary<string, object> Arguments { get; init; } = new Dictionary<string, object>();

    /// <summary>The queue type, which is one of the arguments.</summary>
    public string Type => Arguments.TryGetValue(QueueArguments.Type, out var type) ? (string)type : QueueArguments.Classic;

    public Map ToMap()
    {
        var arguments = new Map();
        foreach (var (name, value) in Arguments)
        {
            arguments[name] = value;
        }

        return new Map
        {
            ["durable"] = Durable,
            ["exclusive"] = Exclusive,
            ["auto_delete"] = AutoDelete,
            ["arguments"] = arguments,
        };
    }
}
