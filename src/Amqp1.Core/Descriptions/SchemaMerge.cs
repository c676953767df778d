using System.Text.Json.Nodes;

namespace Amqp1.Descriptions;

/// <summary>
/// Puts the named schemas of a description into a document, and rewrites references to them. If a name already stands for another schema,
/// all schemas of the description get a number.
/// </summary>
internal sealed class SchemaMerge
{
    private readonly HashSet<string> _known;
    private readonly string _prefix;
    private readonly string _suffix;

    private SchemaMerge(HashSet<string> known, string prefix, string suffix) => (_known, _prefix, _suffix) = (known, prefix, suffix);

    /// <summary>Adds the schemas of a description to those of a document.</summary>
    /// <param name="schemas">The schemas of the document.</param>
    /// <param name="added">The schemas of the description. Those whose names a document cannot have are left out.</param>
    /// <param name="prefix">The path of the schemas in the document.</param>
    public static SchemaMerge Into(JsonObject schemas, JsonObject added, string prefix)
    {
        var known = added.Select(schema => schema.Key).Where(name => name.Length > 0 && DocumentKey.Of(name) == name).ToHashSet();
        for (var number = 1; ; number++)
        {
            var merge = new SchemaMerge(known, prefix, number == 1 ? "" : $"_{number}");
            var rewritten = known.Select(name => (Name: name + merge._suffix, Schema: merge.Apply(added[name]))).ToArray();
            if (!rewritten.All(schema => !schemas.ContainsKey(schema.Name) || JsonNode.DeepEquals(schemas[schema.Name], schema.Schema)))
            {
                continue;
            }

            foreach (var (name, schema) in rewritten)
            {
                schemas[name] = schema;
            }

            return merge;
        }
    }

    /// <summary>Returns a copy of a schema whose references lead to the schemas of the document. References elsewhere permit any value.</summary>
    public JsonNode Apply(JsonNode? schema)
    {
        switch (schema)
        {
            case JsonObject given when given.Text("$ref") is { } reference:
                var name = reference[(reference.LastIndexOf('/') + 1)..];
                return _known.Contains(name) ? new JsonObject { ["$ref"] = _prefix + name + _suffix } : new JsonObject();
            case JsonObject given:
                return new JsonObject(given.Select(entry => KeyValuePair.Create(entry.Key, entry.Value is JsonObject or JsonArray ? Apply(entry.Value) : entry.Value?.DeepClone())));
            case JsonArray items:
                return new JsonArray([.. items.Select(item => item is JsonObject or JsonArray ? Apply(item) : item?.DeepClone())]);
            default:
                return new JsonObject();
        }
    }
}
