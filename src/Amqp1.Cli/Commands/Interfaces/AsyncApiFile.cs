using System.Text.Json;
using System.Text.Json.Nodes;
using Amqp1.Cli.Settings;

namespace Amqp1.Cli.Commands.Interfaces;

/// <summary>Reads AsyncAPI documents.</summary>
internal static class AsyncApiFile
{
    /// <summary>Returns the document in a file. Throws <see cref="UsageException"/> if the file is not an AsyncAPI 3 document.</summary>
    public static async Task<JsonObject> ReadAsync(string path, CancellationToken cancel)
    {
        try
        {
            var file = File.OpenRead(path);
            await using (file.ConfigureAwait(false))
            {
                var document = await JsonNode.ParseAsync(file, cancellationToken: cancel).ConfigureAwait(false);
                return document is JsonObject entries && entries["asyncapi"] is JsonValue version && version.TryGetValue<string>(out var text) && text.StartsWith("3.", StringComparison.Ordinal)
                    ? entries
                    : throw new UsageException($"The file {path} is not an AsyncAPI 3 document in JSON.");
            }
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new UsageException($"The file {path} cannot be read as an AsyncAPI document: {wrong.Message}", wrong);
        }
    }
}
