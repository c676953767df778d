using System.Text.Json;
using System.Text.Json.Nodes;

namespace Amqp1.Cli.Settings;

/// <summary>JSON elements as nodes.</summary>
internal static class JsonNodes
{
    /// <summary>Returns a node with the content of an element; null for JSON's null.</summary>
    public static JsonNode? Of(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => JsonObject.Create(element),
        JsonValueKind.Array => JsonArray.Create(element),
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        _ => JsonValue.Create(element),
    };
}
