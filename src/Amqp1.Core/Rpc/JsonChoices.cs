using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Amqp1.Rpc;

/// <summary>
/// Describes the permitted values where only some texts or numbers are allowed: in enumerations and in the discriminators of polymorphic
/// types.
/// </summary>
internal static class JsonChoices
{
    /// <summary>The maximum number of values that are listed.</summary>
    private const int Most = 20;

    /// <summary>
    /// Returns the reason why a value cannot be read as an enumeration; null for other types, and when the reason is not known.
    /// </summary>
    public static string? OfEnum(JsonElement value, JsonTypeInfo type)
    {
        var read = Nullable.GetUnderlyingType(type.Type) ?? type.Type;
        if (!read.IsEnum)
        {
            return null;
        }

        var actual = PythonNames.TypeOf(value);
        var members = MembersOf(read, type);
        return members.Count > 0 && members[0][0] != '"'
            ? actual == "int" ? null : $"int expected, not {actual}"
            : $"the {actual} is not one of {Names(members)}";
    }

    /// <summary>
    /// Returns the error in the discriminator of a value of a polymorphic type; null when there is no error, and for other types.
    /// </summary>
    public static string? OfDiscriminator(JsonElement value, JsonTypeInfo type)
    {
        if (type.PolymorphismOptions is not { } options || value.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var name = options.TypeDiscriminatorPropertyName;
        var discriminators = options.DerivedTypes.Select(derived => derived.TypeDiscriminator).OfType<object>().Select(Text).ToArray();
        if (!value.TryGetProperty(name, out var discriminator))
        {
            return type.Type is { IsAbstract: true } ? $"'{name}' is missing; it must come first and be one of {Names(discriminators)}" : null;
        }

        if (value.EnumerateObject().First().Name != name && !type.Options.AllowOutOfOrderMetadataProperties)
        {
            return $"'{name}' must be the first entry of the dict";
        }

        return discriminators.Contains(discriminator.GetRawText()) ? null : $"'{name}' is not one of {Names(discriminators)}";
    }

    private static string Text(object discriminator) => discriminator is string text ? $"\"{JsonEncodedText.Encode(text)}\"" : $"{discriminator}";

    /// <summary>Returns the members in their JSON form; none when the application's converter cannot write them.</summary>
    private static List<string> MembersOf(Type type, JsonTypeInfo json)
    {
        var members = new List<string>();
        try
        {
            foreach (var member in Enum.GetValuesAsUnderlyingType(type))
            {
                members.Add(JsonSerializer.Serialize(Enum.ToObject(type, member), json));
            }
        }
        catch (Exception failure) when (failure is JsonException or NotSupportedException or InvalidOperationException)
        {
            // In this case it is only known that the value is not valid.
        }

        return members;
    }

    private static string Names(IReadOnlyList<string> values)
    {
        var names = values.Take(Most).Select(value => value.StartsWith('"') ? $"'{value.Trim('"')}'" : value);
        return string.Join(", ", values.Count > Most ? names.Append("...") : names);
    }
}
