using System.Text.Json;
using Amqp1.Json;

namespace Amqp1.Rpc;

/// <summary>Arguments that are JSON already.</summary>
/// <param name="json">A JSON object.</param>
internal sealed class WrittenArguments(JsonText json) : IRpcArguments
{
    public void WriteTo(Utf8JsonWriter writer) => writer.WriteRawValue(json.Span, skipInputValidation: true);
}
