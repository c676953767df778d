using System.Text.Json;
using System.Text.Json.Nodes;
using Amqp1.Descriptions;

namespace Amqp1.Cli.Commands.Services;

/// <summary>Writes a schema as a short text: <c>string</c>, <c>list of Instance</c>, <c>integer or null</c>.</summary>
internal static class SchemaText
{
    private const int MaxDepth = 10;

    /// <summary>Returns the text of a schema. Nested schemas beyond a depth of ten are left out.</summary>
    public static string Of(JsonNode? schema, int depth = 0)
    {
        if (schema is not JsonObject || depth > MaxDepth)
        {
            return "any";
        }

        if (schema.Text("$ref") is { } reference)
        {
            return reference[(reference.LastIndexOf('/') + 1)..];
        }

        if (schema.Objects("anyOf") is { Count: > 0 } choices)
        {
            // A number, or the name of an infinity.
            return choices is [var number, _] && number.Text("type") == "number" && schema.Text("format") is { } precision
                ? $"number ({precision})"
                : string.Join(" or ", choices.Select(choice => Of(choice, depth + 1)).Distinct());
        }

        if (schema.Part("enum") is JsonArray values)
        {
            return string.Join(" or ", values.Select(value => value is null ? "null" : value.GetValueKind() == JsonValueKind.String ? $"'{value.GetValue<string>()}'" : value.ToJsonString()));
        }

        var types = schema.Text("type") is { } only ? [only] : schema.Texts("type");
        return types.Count == 0 ? "any" : string.Join(" or ", types.Select(type => OfType(type, schema, depth)));
    }

    private static string OfType(string type, JsonNode schema, int depth) => type switch
    {
        "array" => schema.Part("items") is { } items ? $"list of {Of(items, depth + 1)}" : "list",
        "object" => schema.Part("additionalProperties") is JsonObject entries ? $"dict of {Of(entries, depth + 1)}" : "dict",
        "string" or "integer" or "number" when schema.Text("format") is { } format => $"{type} ({format})",
        _ => type,
    };
}
