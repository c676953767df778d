using System.Text;
using System.Text.Json.Nodes;
using Amqp1.Cli.Commands.Descriptions;
using Amqp1.Descriptions;

namespace Amqp1.Cli.Commands.Interfaces;

/// <summary>
/// Translates schemas to types of C#, and declares records and enumerations for the named schemas that are used. What C# cannot express is a
/// <c>JsonElement</c>. Not thread-safe.
/// </summary>
/// <param name="schemas">The named schemas.</param>
/// <param name="taken">The names of types that are in use.</param>
internal sealed class ClientTypes(JsonObject schemas, ISet<string> taken)
{
    private const string Any = "JsonElement";
    private const int MaxDepth = 16;

    private readonly Dictionary<string, string> _names = [];
    private readonly List<string> _declarations = [];

    /// <summary>The declarations of the types that were used.</summary>
    public IReadOnlyList<string> Declarations => _declarations;

    /// <summary>Returns the type of a schema, with a question mark if null is one of its values.</summary>
    public string Of(JsonNode? schema) => Read(schema, 0) is var (type, isNullable) && isNullable ? type + "?" : type;

    private (string Type, bool IsNullable) Read(JsonNode? schema, int depth)
    {
        if (schema is not JsonObject || depth > MaxDepth)
        {
            return (Any, false);
        }

        if (schema.Objects("allOf") is [var only])
        {
            return Read(only, depth + 1);
        }

        if (schema.Text("$ref") is { } reference)
        {
            return OfReference(reference[(reference.LastIndexOf('/') + 1)..], depth);
        }

        return schema.Objects("anyOf") is { Count: > 0 } choices ? OfChoices(schema, choices, depth) : OfTypes(schema, depth);
    }

    private (string Type, bool IsNullable) OfChoices(JsonNode schema, IReadOnlyList<JsonObject> choices, int depth)
    {
        var others = choices.Where(choice => choice.Text("type") != "null").ToArray();
        var permitsNull = others.Length < choices.Count;
        if (others.Length == 1)
        {
            var (type, isNullable) = Read(others[0], depth + 1);
            return (type, isNullable || permitsNull);
        }

        // A number, or the name of an infinity.
        return others is [var number, _] && number.Text("type") == "number" ? (OfNumber(schema.Text("format")), permitsNull) : (Any, false);
    }

    private (string Type, bool IsNullable) OfTypes(JsonNode schema, int depth)
    {
        var types = schema.Text("type") is { } single ? [single] : schema.Texts("type");
        var isNullable = types.Contains("null");
        var others = types.Where(type => type != "null").ToArray();
        // Numbers may also be permitted as texts.
        var type = others.Length == 2 && others.Contains("string") ? others.Single(other => other != "string") : others.Length == 1 ? others[0] : "";
        var format = schema.Text("format");
        return type switch
        {
            "string" => (OfString(format), isNullable),
            "integer" => (OfInteger(format), isNullable),
            "number" => (OfNumber(format), isNullable),
            "boolean" => ("bool", isNullable),
            "array" => ($"IReadOnlyList<{Nested(schema.Part("items"), depth)}>", isNullable),
            "object" when schema.Part("additionalProperties") is JsonObject entries => ($"IReadOnlyDictionary<string, {Nested(entries, depth)}>", isNullable),
            _ => (Any, false),
        };
    }

    private string Nested(JsonNode? schema, int depth) => Read(schema, depth + 1) is var (type, isNullable) && isNullable ? type + "?" : type;

    private (string Type, bool IsNullable) OfReference(string name, int depth)
    {
        if (_names.TryGetValue(name, out var known))
        {
            return (known, false);
        }

        if (schemas[name] is not JsonObject schema)
        {
            return (Any, false);
        }

        var isRecord = schema.Part("properties") is JsonObject && schema.Part("anyOf") is null;
        var values = schema.Texts("enum");
        if (!isRecord && values.Count == 0)
        {
            return Read(schema, depth + 1);
        }

        var type = CSharp.Unique(CSharp.Pascal(name), taken);
        _names.Add(name, type);
        var place = _declarations.Count;
        _declarations.Add("");
        _declarations[place] = isRecord ? Record(type, schema) : Enumeration(type, schema, values);
        return (type, false);
    }

    private string Record(string type, JsonObject schema)
    {
        // The members that every record has, and its own name, cannot be properties.
        var members = new HashSet<string> { type, "EqualityContract", "Equals", "GetHashCode", "ToString", "GetType", "Deconstruct", "PrintMembers", "MemberwiseClone", "Finalize" };
        var parameters = new List<string>();
        var comment = new StringBuilder(Summary(schema.Text("description") ?? $"The values of {type}."));
        foreach (var (name, property) in schema.Object("properties"))
        {
            var member = CSharp.Unique(CSharp.Pascal(name), members);
            var attribute = WireName.ToSnakeCase(member) == name ? "" : $"[property: JsonPropertyName({CSharp.Literal(name)})] ";
            if (property.Text("description") is { } text)
            {
                comment.Append($"/// <param name=\"{member}\">{CSharp.Comment(text)}</param>\n");
            }

            parameters.Add($"    {attribute}{Of(property)} {member}");
        }

        return $"{comment}public sealed record {type}(\n{string.Join(",\n", parameters)});\n";
    }

    private static string Enumeration(string type, JsonObject schema, IReadOnlyList<string> values)
    {
        var members = new HashSet<string>();
        var text = new StringBuilder(Summary(schema.Text("description") ?? $"The values of {type}."));
        text.Append($"[JsonConverter(typeof(JsonStringEnumConverter<{type}>))]\npublic enum {type}\n{{\n");
        foreach (var value in values)
        {
            var member = CSharp.Unique(CSharp.Pascal(value), members);
            text.Append(member == value ? "" : $"    [JsonStringEnumMemberName({CSharp.Literal(value)})]\n").Append($"    {member},\n");
        }

        return text.Append("}\n").ToString();
    }

    private static string Summary(string text) => $"/// <summary>{CSharp.Comment(text)}</summary>\n";

    private static string OfString(string? format) => format switch
    {
        "date-time" => "DateTimeOffset",
        "date" => "DateOnly",
        "uuid" => "Guid",
        "uri" => "Uri",
        "byte" => "byte[]",
        _ => "string",
    };

    private static string OfInteger(string? format) => format switch
    {
        "int8" => "sbyte",
        "uint8" => "byte",
        "int16" => "short",
        "uint16" => "ushort",
        "int32" => "int",
        "uint32" => "uint",
        "uint64" => "ulong",
        _ => "long",
    };

    private static string OfNumber(string? format) => format is "float" or "decimal" ? format : "double";
}
