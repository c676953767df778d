using System.Text.Json;

namespace Amqp1.Rpc;

/// <summary>
/// Arguments of a call that write themselves, which needs neither reflection nor metadata: what generated clients give to
/// <see cref="RpcClient"/>.
/// </summary>
public interface IRpcArguments
{
    /// <summary>Writes one JSON object, whose members are the named arguments.</summary>
    void WriteTo(Utf8JsonWriter writer);
}
