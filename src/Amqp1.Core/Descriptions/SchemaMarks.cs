using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;

namespace Amqp1.Descriptions;

/// <summary>
/// Completes the schemas that System.Text.Json exports: marks those of types that get a name, adds the formats of numbers and the texts of
/// <see cref="DescriptionAttribute"/>, and describes the types for which this library has converters. Not thread-safe.
/// </summary>
internal sealed class SchemaMarks
{
    private const string Mark = "x-amqp1-type";

    private readonly List<Type> _types = [];

    /// <summary>Completes one schema, in the form that the exporter calls.</summary>
    public JsonNode Apply(JsonSchemaExporterContext context, JsonNode schema)
    {
        var type = Nullable.GetUnderlyingType(context.TypeInfo.Type) ?? context.TypeInfo.Type;
        if (schema is not JsonObject described)
        {
            return OfConverter(type) ?? schema;
        }

        if (context.BaseTypeInfo is null && IsNamed(context.TypeInfo, type, described))
        {
            described[Mark] = _types.Count;
            _types.Add(type);
            Describe(described, Text(type.GetCustomAttributes(typeof(DescriptionAttribute), inherit: false)));
        }
        else
        {
            if (FormatOf(type) is { } format && !described.ContainsKey("format"))
            {
                described["format"] = format;
            }

            Describe(described, Text(context.PropertyInfo?.AttributeProvider?.GetCustomAttributes(typeof(DescriptionAttribute), inherit: true)));
        }

        return described;
    }

    /// <summary>Returns the type of a marked schema; null for others.</summary>
    public Type? TypeOf(JsonObject schema) => schema[Mark] is JsonValue mark ? _types[mark.GetValue<int>()] : null;

    /// <summary>Returns whether an entry of a schema is the mark.</summary>
    public static bool IsMark(string key) => key == Mark;

    private static bool IsNamed(JsonTypeInfo info, Type type, JsonObject schema) =>
        type.IsEnum ? schema.ContainsKey("enum") : info.Kind == JsonTypeInfoKind.Object && (schema.ContainsKey("properties") || schema.ContainsKey("anyOf"));

    private static void Describe(JsonObject schema, string? text)
    {
        if (text is not null)
        {
            schema["description"] = text;
        }
    }

    private static string? Text(object[]? attributes) => attributes is [DescriptionAttribute { Description.Length: > 0 } described] ? described.Description : null;

    private static JsonObject? OfConverter(Type type) =>
        type == typeof(BigInteger) ? new JsonObject { ["type"] = "integer" }
        : type == typeof(Rune) ? new JsonObject { ["type"] = "string" }
        : typeof(ITuple).IsAssignableFrom(type) ? new JsonObject { ["type"] = "array" }
        : null;

    private static string? FormatOf(Type type) => type.IsEnum ? null : Type.GetTypeCode(type) switch
    {
        TypeCode.SByte => "int8",
        TypeCode.Byte => "uint8",
        TypeCode.Int16 => "int16",
        TypeCode.UInt16 => "uint16",
        TypeCode.Int32 => "int32",
        TypeCode.UInt32 => "uint32",
        TypeCode.Int64 => "int64",
        TypeCode.UInt64 => "uint64",
        TypeCode.Single => "float",
        TypeCode.Double => "double",
        TypeCode.Decimal => "decimal",
        _ => type == typeof(byte[]) ? "byte" : null,
    };
}
