using System.Text.Json;
using System.Text.Json.Nodes;

namespace Amqp1.Descriptions;

/// <summary>Copies an exported schema, and moves the schemas of marked types out of it, to where references can reach them by name.</summary>
/// <param name="root">The exported schema, to which its own references are relative.</param>
/// <param name="marks">The marks in it.</param>
/// <param name="names">The names of types.</param>
/// <param name="schemas">The named schemas, which are added to.</param>
/// <param name="prefix">The path of the named schemas.</param>
internal sealed class SchemaLift(JsonNode root, SchemaMarks marks, SchemaNames names, JsonObject schemas, string prefix)
{
    /// <summary>Returns the copy of a schema.</summary>
    public JsonNode Lift(JsonNode? schema)
    {
        if (schema is not JsonObject given)
        {
            return schema?.GetValueKind() == JsonValueKind.False ? new JsonObject { ["not"] = new JsonObject() } : new JsonObject();
        }

        if (given["$ref"] is JsonValue pointer)
        {
            return marks.TypeOf(Resolve(pointer.GetValue<string>())) is { } known ? Reference(names.Of(known).Name) : new JsonObject();
        }

        return marks.TypeOf(given) is { } type ? LiftNamed(type, given) : Copy(given);
    }

    private JsonObject LiftNamed(Type type, JsonObject given)
    {
        var (name, isNew) = names.Of(type);
        if (isNew)
        {
            // Its place is taken before its parts are copied, which may refer to it.
            schemas[name] = new JsonObject();
            var copy = Copy(given);
            RemoveNull(copy);
            copy.Remove("default");
            schemas[name] = copy;
        }

        var reference = Reference(name);
        return PermitsNull(given) ? new JsonObject { ["anyOf"] = new JsonArray(reference, new JsonObject { ["type"] = "null" }) } : reference;
    }

    private JsonObject Copy(JsonObject given)
    {
        var copy = new JsonObject();
        foreach (var (key, value) in given)
        {
            if (SchemaMarks.IsMark(key))
            {
                continue;
            }

            copy[key] = (key, value) switch
            {
                ("properties", JsonObject properties) => new JsonObject(properties.Select(property => KeyValuePair.Create(property.Key, (JsonNode?)Lift(property.Value)))),
                ("anyOf", JsonArray choices) => new JsonArray([.. choices.Select(Lift)]),
                ("items" or "not", _) => Lift(value),
                ("additionalProperties", JsonObject) => Lift(value),
                _ => value?.DeepClone(),
            };
        }

        return copy;
    }

    private JsonObject Resolve(string pointer)
    {
        var found = root;
        foreach (var step in pointer.TrimStart('#').Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            var key = step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            found = found is JsonArray array && int.TryParse(key, out var index) ? array[index] : (found as JsonObject)?[key];
        }

        return found as JsonObject ?? [];
    }

    private JsonObject Reference(string name) => new() { ["$ref"] = prefix + name };

    private static bool PermitsNull(JsonObject schema) =>
        (schema["type"] is JsonArray types && types.Any(IsNull)) || (schema["enum"] is JsonArray values && values.Contains(null));

    private static void RemoveNull(JsonObject schema)
    {
        if (schema["type"] is JsonArray types)
        {
            var others = types.Where(type => !IsNull(type)).Select(type => type?.DeepClone()).ToArray();
            schema["type"] = others.Length == 1 ? others[0] : new JsonArray(others);
        }

        if (schema["enum"] is JsonArray values)
        {
            schema["enum"] = new JsonArray([.. values.Where(value => value is not null).Select(value => value!.DeepClone())]);
        }
    }

    private static bool IsNull(JsonNode? type) => type is JsonValue value && value.TryGetValue<string>(out var name) && name == "null";
}
