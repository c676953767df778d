using System.Text.Json;

namespace Amqp1.Rpc;

/// <summary>
/// Arguments of a call that write themselves as JSON, which requires neither reflection nor metadata. Generated clients pass them to
/// <see cref="RpcClient"/>.
/// </summary>
public interface IRpcArguments
{
    /// <summary>Writes one JSON object whose members are the named arguments.</summary>
    void WriteTo(Utf8JsonWriter writer);
}
