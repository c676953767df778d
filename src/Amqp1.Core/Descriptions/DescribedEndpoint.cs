using System.Text.Json.Nodes;

namespace Amqp1.Descriptions;

/// <summary>The description of an endpoint, as a client receives it.</summary>
/// <param name="Namespace">The namespace; null for none.</param>
/// <param name="Version">The version.</param>
/// <param name="Description">The text of the documentation; null if there is none.</param>
/// <param name="Methods">The methods.</param>
internal sealed record DescribedEndpoint(string? Namespace, string Version, string? Description, IReadOnlyList<DescribedMethod> Methods)
{
    public static DescribedEndpoint Read(JsonObject endpoint) => new(
        endpoint.Text("namespace"),
        endpoint.Text("version") ?? "1.0",
        endpoint.Text("description"),
        [.. endpoint.Objects("methods").Select(DescribedMethod.Read)]);
}
