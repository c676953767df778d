using System.Text.Json.Nodes;

namespace Amqp1.Descriptions;

/// <summary>The description of a method, as a client receives it.</summary>
/// <param name="Name">The wire name.</param>
/// <param name="Description">The text of the documentation; null if there is none.</param>
/// <param name="Parameters">The arguments; null if only the name is known.</param>
/// <param name="Result">The schema of the result, or of each item of a stream; null if there is no result.</param>
/// <param name="ResultDescription">The text of the documentation of the result; null if there is none.</param>
/// <param name="IsStream">Whether the result is a stream.</param>
/// <param name="Statistics">The statistics; null if there are none.</param>
internal sealed record DescribedMethod(
    string Name, string? Description, IReadOnlyList<DescribedParameter>? Parameters, JsonNode? Result, string? ResultDescription, bool IsStream, JsonObject? Statistics)
{
    public static DescribedMethod Read(JsonObject method) => new(
        method.Text("name") ?? "",
        method.Text("description"),
        method.Part("parameters") is null ? null : [.. method.Objects("parameters").Select(DescribedParameter.Read)],
        method.Part("result").Part("schema"),
        method.Part("result").Text("description"),
        method.Part("result").IsTrue("stream"),
        method.Part("statistics") as JsonObject);
}
