using System.Text.Json;

namespace Amqp1.Cli.Commands.Tops;

/// <summary>Members of JSON objects whose presence and type depend on the version of the peer.</summary>
internal static class JsonFields
{
    /// <summary>Returns a member that is a text; otherwise null.</summary>
    public static string? Text(this JsonElement element, string name) => element.Member(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    /// <summary>Returns a member that is a number; otherwise null.</summary>
    public static double? Number(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetDouble(out var number) && double.IsFinite(number) ? number : null;

    /// <summary>Returns a member that is a whole number; otherwise 0.</summary>
    public static long Count(this JsonElement element, string name) => element.Number(name) is { } number and >= 0 and < long.MaxValue ? (long)number : 0;

    /// <summary>Returns a member; an undefined element if there is none.</summary>
    public static JsonElement Member(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;
}
