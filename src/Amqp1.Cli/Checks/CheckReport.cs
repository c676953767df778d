using System.Text.Json.Nodes;
using Amqp1.Cli.Checks.Findings;
using Amqp1.Cli.Output;
using Spectre.Console;

namespace Amqp1.Cli.Checks;

/// <summary>Writes results as a table or as JSON.</summary>
internal static class CheckReport
{
    private const int MaxText = 2048;

    /// <summary>Returns the results as a table. Each fix is on a line of its own below the observation.</summary>
    public static Table ToTable(IReadOnlyList<CheckResult> results)
    {
        var table = TableOf.Columns("CHECK", "RESULT", "SUBJECT", "SEEN");
        CheckResult? last = null;
        foreach (var result in results)
        {
            // After a failure, many checks are skipped for the same reason.
            if (result.Outcome == CheckOutcome.Skipped && last is { Outcome: CheckOutcome.Skipped } && last.Seen == result.Seen)
            {
                continue;
            }

            AddRow(table, result.Check == last?.Check ? "" : result.Check, WithOthers(result, results));
            last = result;
        }

        return table;
    }

    /// <summary>Returns the sentence with the sums.</summary>
    public static string Summary(IReadOnlyList<CheckResult> results) =>
        $"{Count(results, CheckOutcome.Ok)} ok, {Count(results, CheckOutcome.Warning)} warnings, {Count(results, CheckOutcome.Failed)} failed, {Count(results, CheckOutcome.Skipped)} skipped";

    /// <summary>Returns the results as one JSON object, as docs/operating/check.md describes it.</summary>
    public static JsonObject ToJson(string source, IReadOnlyList<CheckResult> results) => new()
    {
        ["source"] = source,
        ["failed"] = Count(results, CheckOutcome.Failed),
        ["warnings"] = Count(results, CheckOutcome.Warning),
        ["checks"] = new JsonArray([.. results.Select(ToJson)]),
    };

    /// <summary>Returns a skipped check with the names of the checks that follow it and were skipped for the same reason.</summary>
    private static CheckResult WithOthers(CheckResult result, IReadOnlyList<CheckResult> results)
    {
        var others = result.Outcome != CheckOutcome.Skipped ? [] : results
            .SkipWhile(other => !ReferenceEquals(other, result)).Skip(1)
            .TakeWhile(other => other.Outcome == CheckOutcome.Skipped && other.Seen == result.Seen)
            .Select(other => other.Check).ToArray();
        return others.Length == 0 ? result : result with { Seen = $"{result.Seen} Also skipped: {string.Join(", ", others)}." };
    }

    private static void AddRow(Table table, string name, CheckResult result)
    {
        table.AddRow(Plain(name), new Text(NameOf(result.Outcome), new Style(ColorOf(result.Outcome))), Plain(result.Subject), Plain(result.Seen));
        if (result.Fix is { } fix)
        {
            table.AddRow(Plain(""), new Text("fix", new Style(Color.Aqua)), Plain(""), new Text(Lines(fix), new Style(decoration: Decoration.Bold)));
        }
    }

    private static JsonNode ToJson(CheckResult result) => new JsonObject
    {
        ["check"] = result.Check,
        ["result"] = NameOf(result.Outcome),
        ["subject"] = PeerText.Clean(result.Subject, MaxText),
        ["seen"] = PeerText.Clean(result.Seen, MaxText),
        ["fix"] = result.Fix is { } fix ? Lines(fix) : null,
    };

    /// <summary>Returns the lines of a fix, each of them without the control characters that a text of a peer may contain.</summary>
    private static string Lines(string fix) => string.Join('\n', fix.Split('\n').Select(line => PeerText.Clean(line, MaxText)));

    private static Text Plain(string text) => new(PeerText.Clean(text, MaxText));

    private static int Count(IReadOnlyList<CheckResult> results, CheckOutcome outcome) => results.Count(result => result.Outcome == outcome);

    private static string NameOf(CheckOutcome outcome) => outcome.ToString().ToLowerInvariant();

    private static Color ColorOf(CheckOutcome outcome) => outcome switch
    {
        CheckOutcome.Ok => Color.Green,
        CheckOutcome.Warning => Color.Yellow,
        CheckOutcome.Failed => Color.Red,
        _ => Color.Grey,
    };
}
