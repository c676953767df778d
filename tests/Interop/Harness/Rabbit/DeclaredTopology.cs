using System.Text.Json;
using System.Text.RegularExpressions;

namespace Amqp1.Interop.Tests.Harness.Rabbit;

/// <summary>
/// The exchanges, queues and bindings of a virtual host as lines of text with every property, so that a failed comparison shows
/// the difference. Random and host-dependent parts of names are replaced, and exclusive queues are not included.
/// </summary>
internal static partial class DeclaredTopology
{
    /// <summary>Returns the lines of each of the virtual hosts, in their order.</summary>
    public static async Task<string[][]> ReadAsync(RabbitBroker broker, CancellationToken cancel, params string[] vhosts)
    {
        var definitions = JsonElement.Parse(await broker.Control.RunAsync(cancel, "export_definitions", "-", "--format", "json"));
        return [.. vhosts.Select(vhost => Lines(definitions, vhost))];
    }

    private static string[] Lines(JsonElement definitions, string vhost) =>
    [
        .. Lines(definitions, "exchanges", vhost),
        .. Lines(definitions, "queues", vhost).Where(line => !line.Contains("\"reply_", StringComparison.Ordinal)),
        .. Lines(definitions, "bindings", vhost),
    ];

    private static IEnumerable<string> Lines(JsonElement definitions, string kind, string vhost) => definitions
        .GetProperty(kind)
        .EnumerateArray()
        .Where(item => item.GetProperty("vhost").ValueEquals(vhost))
        .Select(item => $"{kind}: {string.Join(' ', item.EnumerateObject().Where(property => property.Name != "vhost").OrderBy(property => property.Name, StringComparer.Ordinal).Select(Property))}")
        .Select(line => UniquePart().Replace(line, "$1<unique>"))
        .Order(StringComparer.Ordinal);

    private static string Property(JsonProperty property) => property.Value.ValueKind == JsonValueKind.Object
        ? $"{property.Name}={{{string.Join(' ', property.Value.EnumerateObject().OrderBy(entry => entry.Name, StringComparer.Ordinal).Select(Property))}}}"
        : $"{property.Name}={property.Value.GetRawText()}";

    [GeneratedRegex("""(_fanout_)[^"]+""", RegexOptions.CultureInvariant)]
    private static partial Regex UniquePart();
}
