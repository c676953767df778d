using System.Text.Json;

namespace Amqp1.Rpc;

/// <summary>Writes the arguments of a request: one JSON object, whatever the application gives.</summary>
internal static class RpcArguments
{
    /// <summary>Throws <see cref="ArgumentException"/> for a value that is no JSON object.</summary>
    public static void Write(Utf8JsonWriter writer, object? arguments, JsonSerializerOptions json)
    {
        switch (arguments)
        {
            case null:
                writer.WriteStartObject();
                writer.WriteEndObject();
                break;
            case JsonElement { ValueKind: JsonValueKind.Object } element:
                element.WriteTo(writer);
                break;
            case JsonElement or string or Array or System.Collections.IList:
                throw new ArgumentException("Arguments are an object or dictionary whose members are the named arguments.", nameof(arguments));
            default:
                JsonSerializer.Serialize(writer, arguments, json.GetTypeInfo(arguments.GetType()));
                break;
        }
    }
}
