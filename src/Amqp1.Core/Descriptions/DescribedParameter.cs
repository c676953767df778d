using System.Text.Json.Nodes;

namespace Amqp1.Descriptions;

/// <summary>The description of an argument, as a client receives it.</summary>
/// <param name="Name">The wire name.</param>
/// <param name="IsRequired">Whether a caller must provide it.</param>
/// <param name="Description">The text of the documentation; null if there is none.</param>
/// <param name="Schema">The schema of its values.</param>
internal sealed record DescribedParameter(string Name, bool IsRequired, string? Description, JsonNode Schema)
{
    public static DescribedParameter Read(JsonObject parameter) => new(
        parameter.Text("name") ?? "", parameter.IsTrue("required"), parameter.Text("description"), parameter.Part("schema") ?? new JsonObject());
}
