using Amqp.Types;

namespace Amqp1.Dialects.OsloRabbit.Topology;

/// <summary>A binding of a queue to an exchange as it is declared.</summary>
internal sealed record BindingDeclaration(string Exchange, string Queue, string Key)
{
    public Map ToMap() => new()
    {
        ["source"] = Exchange,
        ["destination_queue"] = Queue,
        ["binding_key"] = Key,
        ["arguments"] = new Map(),
    };
}
