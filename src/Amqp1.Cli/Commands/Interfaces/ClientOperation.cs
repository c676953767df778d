using System.Text.Json.Nodes;
using Amqp1.Descriptions;

namespace Amqp1.Cli.Commands.Interfaces;

/// <summary>An operation of an AsyncAPI document that is a method of RPC.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Exchange">The exchange; null for the configured one.</param>
/// <param name="Namespace">The namespace; null for none.</param>
/// <param name="Version">The version; null for none.</param>
/// <param name="Method">The wire name.</param>
/// <param name="Description">The documentation; null if there is none.</param>
/// <param name="Arguments">The schema of the arguments.</param>
/// <param name="Result">The schema of the result.</param>
/// <param name="IsStream">Whether the result is a stream.</param>
internal sealed record ClientOperation(
    string Topic, string? Exchange, string? Namespace, string? Version, string Method, string? Description, JsonObject Arguments, JsonNode Result, bool IsStream)
{
    private const int MaxReferences = 10;

    /// <summary>Returns the methods in a document, in its order. Other operations are left out.</summary>
    public static IEnumerable<ClientOperation> In(JsonObject document)
    {
        foreach (var operation in document.Object("operations").Select(entry => entry.Value).OfType<JsonObject>())
        {
            var extension = operation.Part(AsyncApiDocument.Extension);
            if (operation.Text("action") == "receive" && extension.Text("topic") is { Length: > 0 } topic && extension.Text("method") is { Length: > 0 } method)
            {
                yield return new ClientOperation(
                    topic,
                    extension.Text("exchange"),
                    extension.Text("namespace"),
                    extension.Text("version"),
                    method,
                    operation.Text("description"),
                    PayloadOf(document, operation.Objects("messages")) as JsonObject ?? [],
                    PayloadOf(document, operation.Part("reply").Objects("messages")) ?? new JsonObject(),
                    extension.IsTrue("stream"));
            }
        }
    }

    private static JsonNode? PayloadOf(JsonObject document, IReadOnlyList<JsonObject> messages) =>
        messages is [var first, ..] ? Follow(document, first).Part("payload") : null;

    /// <summary>Follows references to other parts of the document.</summary>
    private static JsonNode? Follow(JsonObject document, JsonNode? node)
    {
        for (var followed = 0; followed < MaxReferences && node.Text("$ref") is { } reference && reference.StartsWith("#/", StringComparison.Ordinal); followed++)
        {
            node = reference[2..].Split('/').Aggregate(
                (JsonNode?)document, (part, step) => part.Part(step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)));
        }

        return node;
    }
}
