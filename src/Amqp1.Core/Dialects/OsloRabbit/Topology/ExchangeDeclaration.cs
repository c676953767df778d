using Amqp.Types;

namespace Amqp1.Dialects.OsloRabbit.Topology;

/// <summary>An exchange as it is declared.</summary>
/// <param name="Name">The name.</param>
/// <param name="IsFanout">Whether its type is <c>fanout</c> instead of <c>topic</c>.</param>
/// <param name="Durable">Whether it survives a restart of the broker.</param>
/// <param name="AutoDelete">Whether it is deleted with its last binding.</param>
internal sealed record ExchangeDeclaration(string Name, bool IsFanout, bool Durable, bool AutoDelete)
{
    public string Type => IsFanout ? "fanout" : "topic";

    public Map ToMap() => new()
    {
        ["durable"] = Durable,
        ["type"] = Type,
        ["auto_delete"] = AutoDelete,
        ["internal"] = false,
        ["arguments"] = new Map(),
    };
}
