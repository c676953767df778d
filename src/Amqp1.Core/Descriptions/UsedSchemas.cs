using System.Text.Json.Nodes;

namespace Amqp1.Descriptions;

/// <summary>Finds the named schemas to which a document refers.</summary>
internal static class UsedSchemas
{
    /// <summary>Returns copies of the schemas that a node refers to, directly or through another schema, in the order of their names.</summary>
    public static JsonObject Of(JsonNode node, JsonObject schemas)
    {
        var used = new SortedSet<string>(StringComparer.Ordinal);
        Collect(node, schemas, used);
        return new JsonObject(used.Select(name => KeyValuePair.Create(name, schemas[name]?.DeepClone())));
    }

    private static void Collect(JsonNode? node, JsonObject schemas, SortedSet<string> used)
    {
        switch (node)
        {
            case JsonArray items:
                foreach (var item in items)
                {
                    Collect(item, schemas, used);
                }

                break;
            case JsonObject entries:
                foreach (var (key, value) in entries)
                {
                    if (key == "$ref" && NameIn(value) is { } name && schemas.ContainsKey(name))
                    {
                        if (used.Add(name))
                        {
                            Collect(schemas[name], schemas, used);
                        }
                    }
                    else
                    {
                        Collect(value, schemas, used);
                    }
                }

                break;
        }
    }

    private static string? NameIn(JsonNode? reference) =>
        reference is JsonValue value && value.TryGetValue<string>(out var text) ? text[(text.LastIndexOf('/') + 1)..] : null;
}
