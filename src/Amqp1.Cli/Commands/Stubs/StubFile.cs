using System.Text.Json;
using System.Text.Json.Nodes;
using Amqp1.Cli.Settings;

namespace Amqp1.Cli.Commands.Stubs;

/// <summary>The content of a file that describes a stub server.</summary>
/// <param name="Topic">The topic; null when the file names none.</param>
/// <param name="Server">The name of the server; null when the file names none.</param>
/// <param name="Exchange">The exchange; null for the configured exchange.</param>
/// <param name="Namespace">The namespace of the methods; null for none.</param>
/// <param name="Version">The version of the methods; null for 1.0.</param>
/// <param name="Methods">The answers of each method, in the order in which calls get them. The last one is repeated.</param>
internal sealed record StubFile(
    string? Topic, string? Server, string? Exchange, string? Namespace, string? Version, IReadOnlyDictionary<string, IReadOnlyList<StubAnswer>> Methods)
{
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };
    private static readonly string[] Members = ["topic", "server", "exchange", "namespace", "version", "methods"];

    /// <summary>Reads a file. Throws <see cref="UsageException"/> if it cannot be read or is not valid.</summary>
    public static async Task<StubFile> ReadAsync(string path, CancellationToken cancel)
    {
        try
        {
            var text = await File.ReadAllTextAsync(path, cancel).ConfigureAwait(false);
            return Parse(JsonNode.Parse(text, documentOptions: Lenient));
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException or JsonException or FormatException)
        {
            throw new UsageException($"The stub {path} cannot be used: {wrong.Message}", wrong);
        }
    }

    private static StubFile Parse(JsonNode? node)
    {
        if (node is not JsonObject file)
        {
            throw new FormatException("The file does not contain a JSON object.");
        }

        if (file.FirstOrDefault(member => !Members.Contains(member.Key)) is { Key: { } unknown })
        {
            throw new FormatException($"There is no member '{unknown}'. The members are {string.Join(", ", Members)}.");
        }

        if (file["methods"] is not JsonObject { Count: > 0 } methods)
        {
            throw new FormatException("The member 'methods' is not an object with at least one method.");
        }

        return new StubFile(
            Text(file, "topic"), Text(file, "server"), Text(file, "exchange"), Text(file, "namespace"), Text(file, "version"),
            methods.ToDictionary(method => method.Key, method => Answers(method.Key, method.Value)));
    }

    private static IReadOnlyList<StubAnswer> Answers(string method, JsonNode? node) => node switch
    {
        JsonArray { Count: > 0 } several => [.. several.Select(answer => StubAnswer.Parse(method, answer))],
        _ => [StubAnswer.Parse(method, node)],
    };

    private static string? Text(JsonObject file, string name) => file[name] switch
    {
        null => null,
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        _ => throw new FormatException($"The member '{name}' is not a text."),
    };
}
