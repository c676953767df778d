using System.Text.Json.Nodes;

namespace Amqp1.Descriptions;

/// <summary>The description of a server, as a client receives it.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Server">The name of the server; null if it sent none.</param>
/// <param name="Exchange">The exchange; null for the configured one.</param>
/// <param name="Since">The time from which requests are counted, as text; null without statistics.</param>
/// <param name="Endpoints">The endpoints.</param>
/// <param name="Schemas">The named schemas.</param>
/// <param name="LeftOut">The number of methods that did not fit.</param>
internal sealed record DescribedService(
    string Topic, string? Server, string? Exchange, string? Since, IReadOnlyList<DescribedEndpoint> Endpoints, JsonObject Schemas, int LeftOut)
{
    /// <summary>Reads a description. Throws <see cref="FormatException"/> if it has no topic.</summary>
    public static DescribedService Read(JsonNode? description) => new(
        description.Text("topic") is { Length: > 0 } topic ? topic : throw new FormatException("The answer is not the description of a server: it has no topic."),
        description.Text("server"),
        description.Text("exchange"),
        description.Text("since"),
        [.. description.Objects("endpoints").Select(DescribedEndpoint.Read)],
        description.Object("schemas"),
        (int)(description.Number("left_out") ?? 0));
}
