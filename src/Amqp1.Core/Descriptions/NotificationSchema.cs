using System.Text.Json.Nodes;

namespace Amqp1.Descriptions;

/// <summary>The schema of notifications of oslo.messaging.</summary>
internal static class NotificationSchema
{
    /// <summary>Returns the schema.</summary>
    /// <param name="priorities">The priorities that are handled.</param>
    /// <param name="payload">The schema of the payload.</param>
    public static JsonObject Create(IEnumerable<string> priorities, JsonNode payload) => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject
        {
            ["message_id"] = Text(),
            ["publisher_id"] = Text(),
            ["event_type"] = Text(),
            ["priority"] = new JsonObject { ["type"] = "string", ["enum"] = new JsonArray([.. priorities.Distinct().Order(StringComparer.Ordinal).Select(priority => JsonValue.Create(priority))]) },
            ["timestamp"] = Text(),
            ["payload"] = payload,
        },
        ["required"] = new JsonArray("publisher_id", "event_type", "priority", "payload"),
    };

    private static JsonObject Text() => new() { ["type"] = "string" };
}
