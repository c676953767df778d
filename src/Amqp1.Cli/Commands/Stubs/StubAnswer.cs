using System.Text.Json;
using System.Text.Json.Nodes;
using Amqp1.Cli.Settings;
using Amqp1.Rpc;

namespace Amqp1.Cli.Commands.Stubs;

/// <summary>One answer of a stub server.</summary>
/// <param name="Result">The result. A text <c>$name</c> in it is replaced by the argument of that name.</param>
/// <param name="Error">The error to return instead of a result; null for none.</param>
/// <param name="Delay">The time to wait before the answer.</param>
internal sealed record StubAnswer(JsonNode? Result, RemoteErrorException? Error, TimeSpan Delay)
{
    private static readonly string[] Members = ["result", "error", "delay"];

    /// <summary>Reads an answer. Throws <see cref="FormatException"/> if it is not valid.</summary>
    public static StubAnswer Parse(string method, JsonNode? node)
    {
        if (node is not JsonObject answer)
        {
            throw new FormatException($"The answer of {method} is not an object with the members {string.Join(", ", Members)}, or an array of such objects.");
        }

        if (answer.FirstOrDefault(member => !Members.Contains(member.Key)) is { Key: { } unknown })
        {
            throw new FormatException($"The answer of {method} has the member '{unknown}'. The members are {string.Join(", ", Members)}.");
        }

        return new StubAnswer(answer["result"], ParseError(method, answer["error"]), ParseDelay(method, answer["delay"]));
    }

    /// <summary>Returns the result for the arguments of a call.</summary>
    public JsonElement ResultFor(JsonElement arguments) => NamedValues.ToElement(Fill(Result, arguments));

    private static JsonNode? Fill(JsonNode? template, JsonElement arguments) => template switch
    {
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Fill(member.Value, arguments)))),
        JsonArray items => new JsonArray([.. items.Select(item => Fill(item, arguments))]),
        JsonValue value when value.TryGetValue<string>(out var text) && text.StartsWith('$') && text.Length > 1 =>
            arguments.TryGetProperty(text[1..], out var argument) ? JsonNodes.Of(argument) : null,
        _ => template?.DeepClone(),
    };

    private static RemoteErrorException? ParseError(string method, JsonNode? node)
    {
        if (node is null)
        {
            return null;
        }

        if (node is JsonObject error && Text(error, "class") is { Length: > 0 } name)
        {
            return new RemoteErrorException(Text(error, "module"), name, Text(error, "message") ?? "");
        }

        throw new FormatException($"The error of {method} is not an object with the members class, message and module.");
    }

    private static TimeSpan ParseDelay(string method, JsonNode? node) => node switch
    {
        null => TimeSpan.Zero,
        JsonValue value when Duration.Read(value.TryGetValue<string>(out var text) ? text : value.ToString()) is { } delay => delay,
        _ => throw new FormatException($"The delay of {method} is not a duration, such as \"200ms\"."),
    };

    private static string? Text(JsonObject parent, string name) => parent[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
