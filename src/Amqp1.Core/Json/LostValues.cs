using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Amqp1.Json;

/// <summary>
/// Refuses types whose state System.Text.Json neither writes nor reads, because they would arrive as their defaults without an error. The
/// check runs once per type and options, when the metadata is created.
/// </summary>
internal static class LostValues
{
    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly ConditionalWeakTable<JsonSerializerOptions, JsonSerializerOptions> Refusing = [];

    /// <summary>Adds the check to a metadata resolver.</summary>
    public static IJsonTypeInfoResolver RefusedBy(IJsonTypeInfoResolver resolver) => resolver.WithAddedModifier(Check);

    /// <summary>
    /// Returns the same options with the check. Options that have no metadata, or already have the check, are returned unchanged.
    /// </summary>
    public static JsonSerializerOptions RefusedBy(JsonSerializerOptions options) => options.TypeInfoResolver is null ? options : Refusing.GetValue(options, static options =>
    {
        var refusing = new JsonSerializerOptions(options) { TypeInfoResolver = RefusedBy(options.TypeInfoResolver!) };
        Refusing.AddOrUpdate(refusing, refusing);
        return refusing;
    });

    /// <summary>Records that options have the check.</summary>
    public static JsonSerializerOptions Checked(JsonSerializerOptions options)
    {
        options.MakeReadOnly();
        Refusing.AddOrUpdate(options, options);
        return options;
    }

    private static void Check(JsonTypeInfo json)
    {
        if (json.IsReadOnly
            || json.Kind != JsonTypeInfoKind.Object
            || json.PolymorphismOptions is not null
            || json.Type.IsInterface
            || json.Type == typeof(object)
            || Nullable.GetUnderlyingType(json.Type) is not null)
        {
            return;
        }

        if (json.Properties.Count == 0 && HasState(json.Type))
        {
            throw new NotSupportedException($"{json.Type} cannot be represented in JSON, because it has no public property or field. {Advice}");
        }

        // Without a parameterless constructor, another constructor receives the values, or System.Text.Json itself refuses to read the type.
        if (json.CreateObject is not null && json.Properties.All(property => property.Set is null) && HasState(json.Type))
        {
            var message = $"{json.Type} cannot be read from JSON, because none of its properties can be set. {Advice}";
            json.CreateObject = () => throw new NotSupportedException(message);
        }
    }

    private const string Advice = "Use a type with settable properties or a constructor that takes them, such as a record, or a JsonConverter.";

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "If fields of a type were trimmed away, the check only finds fewer problems.")]
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "If fields of a type were trimmed away, the check only finds fewer problems.")]
    private static bool HasState(Type type)
    {
        for (var current = type; current is not null && current != typeof(object) && current != typeof(ValueType); current = current.BaseType)
        {
            if (current.GetFields(Declared).Length > 0)
            {
                return true;
            }
        }

        return false;
    }
}
