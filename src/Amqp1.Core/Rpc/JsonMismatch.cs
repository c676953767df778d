using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Amqp1.Rpc;

/// <summary>Describes why a value cannot be read, in the terms of Python and without the value itself, which may be secret.</summary>
internal static class JsonMismatch
{
    /// <summary>Returns the description of a null value where null is refused.</summary>
    public static string None(JsonTypeInfo type) => PythonNames.TypeOf(type) is { } expected ? $"{expected} expected, not None" : "None is not allowed";

    /// <summary>Returns the description of a value that could not be read.</summary>
    /// <param name="value">The value.</param>
    /// <param name="type">The type as which it was read.</param>
    /// <param name="failure">The exception of System.Text.Json.</param>
    public static string Describe(JsonElement value, JsonTypeInfo type, Exception failure)
    {
        var path = (failure as JsonException)?.Path is ['$', .. var steps] ? steps : "";
        if (path.LastIndexOf(".$", StringComparison.Ordinal) is var metadata and >= 0)
        {
            // An error in a discriminator belongs to the object that contains the discriminator.
            path = path[..metadata];
        }

        var (found, wanted) = Follow(path, value, type);
        var reason = MissingIn(found, wanted);
        if (reason is null && ErrorText.WithoutPosition(failure.Message) == failure.Message)
        {
            // A converter of the application has provided its own text.
            return failure.Message;
        }

        reason ??= (found is { } there && wanted is not null ? JsonChoices.OfDiscriminator(there, wanted) ?? JsonChoices.OfEnum(there, wanted) : null) ?? Reason(found, wanted);
        return path.Length == 0 ? reason : $"{reason}, at '{PeerText.Clean(path.TrimStart('.'))}'";
    }

    private static string Reason(JsonElement? found, JsonTypeInfo? wanted)
    {
        if (found is not { } value)
        {
            return "a value is not valid";
        }

        var actual = PythonNames.TypeOf(value);
        var expected = wanted is null ? null : PythonNames.TypeOf(wanted);
        if (expected is not null && expected != actual && (expected, actual) is not ("float", "int"))
        {
            return $"{expected} expected, not {actual}";
        }

        return value.ValueKind == JsonValueKind.Number && expected is not null ? $"the {actual} is out of range" : $"the {actual} is not valid";
    }

    /// <summary>Returns which required members are missing; null when none is.</summary>
    private static string? MissingIn(JsonElement? found, JsonTypeInfo? wanted)
    {
        if (found is not { ValueKind: JsonValueKind.Object } value || wanted is not { Kind: JsonTypeInfoKind.Object })
        {
            return null;
        }

        string[] missing = [.. wanted.Properties.Where(property => property.IsRequired && Member(value, property.Name) is null).Select(property => property.Name)];
        return missing.Length == 0 ? null : $"{PythonNames.InARow(missing)} {(missing.Length == 1 ? "is" : "are")} missing";
    }

    private static (JsonElement? Value, JsonTypeInfo? Type) Follow(ReadOnlySpan<char> path, JsonElement value, JsonTypeInfo type)
    {
        JsonElement? found = value;
        JsonTypeInfo? wanted = type;
        while (!path.IsEmpty && found is not null)
        {
            var step = Step(ref path, out var isIndex);
            found = isIndex ? Item(found.Value, step) : Member(found.Value, step);
            wanted = wanted is null ? null : Inside(wanted, step, isIndex);
        }

        return (found, wanted);
    }

    /// <summary>Removes the next step from the path and returns it: <c>.name</c>, <c>['name']</c> or <c>[0]</c>.</summary>
    private static string Step(ref ReadOnlySpan<char> path, out bool isIndex)
    {
        isIndex = false;
        if (path.StartsWith("['"))
        {
            var end = path.IndexOf("']");
            var quoted = end < 0 ? path[2..] : path[2..end];
            path = end < 0 ? [] : path[(end + 2)..];
            return quoted.ToString();
        }

        isIndex = path[0] == '[';
        var rest = path[1..];
        var length = rest.IndexOfAny('.', '[') is var next and >= 0 ? next : rest.Length;
        path = rest[length..];
        return rest[..length].TrimEnd(']').ToString();
    }

    private static JsonElement? Item(JsonElement list, string index) =>
        list.ValueKind == JsonValueKind.Array && int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at < list.GetArrayLength()
            ? list[at]
            : null;

    private static JsonElement? Member(JsonElement value, string name)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        foreach (var member in value.EnumerateObject())
        {
            if (member.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return member.Value;
            }
        }

        return null;
    }

    private static JsonTypeInfo? Inside(JsonTypeInfo type, string step, bool isIndex)
    {
        var inner = isIndex || type.Kind == JsonTypeInfoKind.Dictionary
            ? type.ElementType
            : type.Properties.FirstOrDefault(property => property.Name.Equals(step, StringComparison.OrdinalIgnoreCase))?.PropertyType;
        return inner is not null && type.Options.TryGetTypeInfo(inner, out var found) ? found : null;
    }
}
