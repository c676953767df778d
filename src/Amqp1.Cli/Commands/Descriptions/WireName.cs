using System.Text.Json;

namespace Amqp1.Cli.Commands.Descriptions;

/// <summary>The names on the wire of methods and arguments: snake_case, without <c>Async</c>.</summary>
internal static class WireName
{
    private const string Suffix = "Async";

    /// <summary>Returns the name of a method.</summary>
    public static string OfMethod(string name) =>
        ToSnakeCase(name.Length > Suffix.Length && name.EndsWith(Suffix, StringComparison.Ordinal) ? name[..^Suffix.Length] : name);

    /// <summary>Returns a name in snake_case, as System.Text.Json writes it.</summary>
    public static string ToSnakeCase(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
}
