using System.Text.Json;
using System.Text.Json.Nodes;

namespace Amqp1.Descriptions;

/// <summary>Reads parts of a JSON document that a peer or a file provides, whose form is not certain.</summary>
internal static class JsonParts
{
    /// <summary>Returns a text; null if there is none.</summary>
    public static string? Text(this JsonNode? node, string name) =>
        Part(node, name) is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    /// <summary>Returns whether a part is true.</summary>
    public static bool IsTrue(this JsonNode? node, string name) => Part(node, name)?.GetValueKind() == JsonValueKind.True;

    /// <summary>Returns a number; null if there is none.</summary>
    public static double? Number(this JsonNode? node, string name) =>
        Part(node, name) is JsonValue value && value.GetValueKind() == JsonValueKind.Number && value.TryGetValue<double>(out var number) ? number : null;

    /// <summary>Returns the objects of an array; none if there is no array.</summary>
    public static IReadOnlyList<JsonObject> Objects(this JsonNode? node, string name) => Part(node, name) is JsonArray items ? [.. items.OfType<JsonObject>()] : [];

    /// <summary>Returns the texts of an array; none if there is no array.</summary>
    public static IReadOnlyList<string> Texts(this JsonNode? node, string name) => Part(node, name) is JsonArray items
        ? [.. items.OfType<JsonValue>().Where(item => item.GetValueKind() == JsonValueKind.String).Select(item => item.GetValue<string>())]
        : [];

    /// <summary>Returns an object; empty if there is none.</summary>
    public static JsonObject Object(this JsonNode? node, string name) => Part(node, name) as JsonObject ?? [];

    /// <summary>Returns a part; null if there is none.</summary>
    public static JsonNode? Part(this JsonNode? node, string name) => node is JsonObject entries && entries.TryGetPropertyValue(name, out var part) ? part : null;
}
