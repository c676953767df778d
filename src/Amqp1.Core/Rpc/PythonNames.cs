using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Amqp1.Rpc;

/// <summary>Provides the names that Python uses, for texts that a Python caller reads.</summary>
internal static class PythonNames
{
    /// <summary>Returns the names in quotes as an enumeration in the style of Python.</summary>
    public static string InARow(IReadOnlyList<string> names) => names switch
    {
        [var only] => $"'{only}'",
        [var first, var second] => $"'{first}' and '{second}'",
        _ => $"{string.Join(", ", names.Take(names.Count - 1).Select(name => $"'{name}'"))}, and '{names[^1]}'",
    };

    /// <summary>Returns the Python type of a value.</summary>
    public static string TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "dict",
        JsonValueKind.Array => "list",
        JsonValueKind.String => "str",
        JsonValueKind.Number => value.GetRawText().AsSpan().ContainsAny('.', 'e', 'E') ? "float" : "int",
        JsonValueKind.True or JsonValueKind.False => "bool",
        _ => "None",
    };

    /// <summary>
    /// Returns the Python type of values that are read as <paramref name="type"/>; null when only its converter determines it.
    /// </summary>
    public static string? TypeOf(JsonTypeInfo type)
    {
        var read = Nullable.GetUnderlyingType(type.Type) ?? type.Type;
        if (read.IsEnum)
        {
            return null;
        }

        return (Type.GetTypeCode(read), type.Kind) switch
        {
            (TypeCode.Boolean, _) => "bool",
            (>= TypeCode.SByte and <= TypeCode.UInt64, _) => "int",
            (TypeCode.Single or TypeCode.Double or TypeCode.Decimal, _) => "float",
            (TypeCode.Char or TypeCode.String or TypeCode.DateTime, _) => "str",
            (_, JsonTypeInfoKind.Enumerable) => "list",
            (_, JsonTypeInfoKind.Object or JsonTypeInfoKind.Dictionary) => "dict",
            _ when IsText(read) => "str",
            _ => null,
        };
    }

    private static bool IsText(Type type) =>
        type == typeof(Guid) || type == typeof(DateTimeOffset) || type == typeof(DateOnly) || type == typeof(TimeOnly) || type == typeof(TimeSpan)
        || type == typeof(Uri) || type == typeof(Version) || type == typeof(byte[]) || type == typeof(Memory<byte>) || type == typeof(ReadOnlyMemory<byte>);
}
