using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;

namespace Amqp1.Descriptions;

/// <summary>
/// The JSON Schemas of types, from the metadata with which they are serialized. Each object type and each enumeration has one schema with a
/// name, to which others refer, so that a type that occurs often is described once. Not thread-safe.
/// </summary>
/// <param name="prefix">The path of the named schemas in the document, such as <c>#/schemas/</c>.</param>
internal sealed class SchemaCatalog(string prefix)
{
    private readonly SchemaNames _names = new();

    /// <summary>The schemas by their names.</summary>
    public JsonObject Schemas { get; } = [];

    /// <summary>Returns the schema of a type.</summary>
    /// <param name="type">The metadata of the type.</param>
    /// <param name="refusesNull">Whether null is not a value of a reference type. The metadata says it only of value types.</param>
    public JsonNode SchemaOf(JsonTypeInfo type, bool refusesNull)
    {
        JsonNode exported;
        var marks = new SchemaMarks();
        try
        {
            exported = JsonSchemaExporter.GetJsonSchemaAsNode(
                type, new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = marks.Apply });
        }
        catch (Exception unsupported) when (unsupported is NotSupportedException or InvalidOperationException)
        {
            // A converter of the application or a very deep type: any value is all that can be said.
            return new JsonObject();
        }

        var schema = new SchemaLift(exported, marks, _names, Schemas, prefix).Lift(exported);
        return refusesNull || type.Type.IsValueType ? schema : Nullable(schema);
    }

    /// <summary>Returns a schema that permits null besides the values of the given one.</summary>
    public static JsonNode Nullable(JsonNode schema)
    {
        switch (schema["type"])
        {
            case JsonValue one when schema["enum"] is null:
                schema["type"] = new JsonArray(one.DeepClone(), JsonValue.Create("null"));
                return schema;
            case JsonArray:
                return schema;
            default:
                return schema is JsonObject { Count: 0 } ? schema : new JsonObject { ["anyOf"] = new JsonArray(schema, new JsonObject { ["type"] = "null" }) };
        }
    }
}
