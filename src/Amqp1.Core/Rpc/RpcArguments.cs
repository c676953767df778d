using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Amqp1.Rpc;

/// <summary>Writes the arguments of a request as one JSON object, from whatever object the application passes.</summary>
internal static class RpcArguments
{
    /// <summary>Writes the arguments. Throws <see cref="ArgumentException"/> for a value that is not written as a JSON object.</summary>
    public static void Write(Utf8JsonWriter writer, object? arguments, JsonSerializerOptions json)
    {
        switch (arguments)
        {
            case null:
                writer.WriteStartObject();
                writer.WriteEndObject();
                break;
            case IRpcArguments own:
                own.WriteTo(writer);
                break;
            case JsonElement { ValueKind: JsonValueKind.Object } element:
                element.WriteTo(writer);
                break;
            case JsonElement:
                throw NoObject();
            default:
                WriteMembers(writer, arguments, json.GetTypeInfo(arguments.GetType()));
                break;
        }
    }

    private static void WriteMembers(Utf8JsonWriter writer, object arguments, JsonTypeInfo type)
    {
        switch (type.Kind)
        {
            case JsonTypeInfoKind.Object or JsonTypeInfoKind.Dictionary:
                JsonSerializer.Serialize(writer, arguments, type);
                break;
            case JsonTypeInfoKind.None when JsonSerializer.SerializeToElement(arguments, type) is { ValueKind: JsonValueKind.Object } element:
                // A converter writes the value, so only the written text shows whether it is an object.
                element.WriteTo(writer);
                break;
            default:
                throw NoObject();
        }
    }

    private static ArgumentException NoObject() =>
        new("Arguments must be an object or dictionary whose members are the named arguments.");
}
