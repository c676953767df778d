using System.Text.Json;
using System.Text.Json.Nodes;

namespace Amqp1.Cli.Settings;

/// <summary>
/// The named values of a command line as one JSON object. <c>name=text</c> is a text, <c>name:=json</c> any JSON value,
/// <c>name=@file</c> and <c>name:=@file</c> read the value from a file, <c>@file</c> and <c>-</c> read a whole object from a file or from
/// standard input. Later values override earlier ones.
/// </summary>
internal static class NamedValues
{
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>Reads the values. Throws <see cref="UsageException"/> if one of them cannot be read.</summary>
    /// <param name="arguments">The arguments of the command line.</param>
    /// <param name="input">Standard input, read only for <c>-</c>.</param>
    /// <param name="cancel">Cancels the reading.</param>
    public static async Task<JsonElement> ReadAsync(IReadOnlyList<string> arguments, TextReader input, CancellationToken cancel)
    {
        var values = new JsonObject();
        foreach (var argument in arguments)
        {
            await AddAsync(values, argument, input, cancel).ConfigureAwait(false);
        }

        return ToElement(values);
    }

    /// <summary>Returns a JSON element with the content of a node.</summary>
    public static JsonElement ToElement(JsonNode? node)
    {
        if (node is null)
        {
            return JsonElement.Parse("null");
        }

        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            node.WriteTo(writer);
        }

        return JsonElement.Parse(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }

    private static async Task AddAsync(JsonObject values, string argument, TextReader input, CancellationToken cancel)
    {
        if (argument == "-")
        {
            Merge(values, await input.ReadToEndAsync(cancel).ConfigureAwait(false), "standard input");
            return;
        }

        if (argument.StartsWith('@'))
        {
            Merge(values, await ReadFileAsync(argument[1..], cancel).ConfigureAwait(false), argument[1..]);
            return;
        }

        var at = argument.IndexOf('=', StringComparison.Ordinal);
        var isJson = at > 0 && argument[at - 1] == ':';
        var name = at <= 0 ? "" : argument[..(isJson ? at - 1 : at)];
        if (name.Length == 0)
        {
            throw new UsageException("An argument is not in one of the forms name=text, name:=json, @file and -.");
        }

        var text = argument[(at + 1)..];
        if (text.StartsWith('@'))
        {
            text = await ReadFileAsync(text[1..], cancel).ConfigureAwait(false);
        }

        values[name] = isJson ? Parse(text, $"The value of {name}") : JsonValue.Create(text);
    }

    private static void Merge(JsonObject values, string text, string source)
    {
        if (Parse(text, $"The content of {source}") is not JsonObject read)
        {
            throw new UsageException($"The content of {source} is not a JSON object.");
        }

        foreach (var (name, value) in read.ToArray())
        {
            read.Remove(name);
            values[name] = value;
        }
    }

    private static JsonNode? Parse(string text, string what)
    {
        try
        {
            return JsonNode.Parse(text, documentOptions: Lenient);
        }
        catch (JsonException wrong)
        {
            throw new UsageException($"{what} is not JSON: {wrong.Message} A text needs quotation marks; name=text needs none.", wrong);
        }
    }

    private static async Task<string> ReadFileAsync(string path, CancellationToken cancel)
    {
        try
        {
            return await File.ReadAllTextAsync(path, cancel).ConfigureAwait(false);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UsageException($"The file {path} cannot be read: {wrong.Message}", wrong);
        }
    }
}
