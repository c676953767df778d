using System.Globalization;
using System.Text.Json.Nodes;
using Amqp1.Cli.Output;
using Amqp1.Cli.Settings;

namespace Amqp1.Cli.Commands.Pings;

/// <summary>Writes the results of pings.</summary>
internal static class PingReport
{
    /// <summary>Writes a table, or a JSON array.</summary>
    public static void Write(Terminal terminal, IReadOnlyList<PingResult> results)
    {
        if (terminal.IsJson)
        {
            terminal.WriteJson(new JsonArray([.. results.Select(ToJson)]));
            return;
        }

        var table = TableOf.Columns("Server", "Answers", "Minimum", "Mean", "Maximum", "Last answer");
        foreach (var result in results)
        {
            table.AddPlainRow(
                result.Server ?? "(any)",
                string.Create(CultureInfo.InvariantCulture, $"{result.Answers} of {result.Sent}"),
                Format(result.Least),
                Format(result.Mean),
                Format(result.Most),
                result.Answer ?? "none");
        }

        terminal.Write(table);
    }

    private static string Format(TimeSpan? trip) => trip is { } value ? Duration.Format(value) : "-";

    private static JsonNode ToJson(PingResult result) => new JsonObject
    {
        ["server"] = result.Server,
        ["sent"] = result.Sent,
        ["answered"] = result.Answers,
        ["minimum_ms"] = Milliseconds(result.Least),
        ["mean_ms"] = Milliseconds(result.Mean),
        ["maximum_ms"] = Milliseconds(result.Most),
        ["answer"] = result.Answer,
    };

    private static JsonValue? Milliseconds(TimeSpan? trip) => trip is { } value ? JsonValue.Create(Duration.Milliseconds(value)) : null;
}
