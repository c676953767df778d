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

            var names = result.Outcome == CheckOutcome.Skipped
                ? string.Join(", ", results.SkipWhile(other => other != result).TakeWhile(other => other.Outcome == CheckOutcome.Skipped && other.Seen == result.Seen).Select(other => other.Check))
                : result.Check == last?.Check ? "" : result.Check;
            AddRow(table, names, result);
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

    private static void AddRow(Table table, string names, CheckResult result)
    {
        table.AddRow(Plain(names), new Text(NameOf(result.Outcome), new Style(ColorOf(result.Outcome))), Plain(result.Subject), Plain(result.Seen));
        if (result.Fix is { } fix)
        {
            table.AddRow(Plain(""), new Text("fix", new Style(Color.Aqua)), Plain(""), new Text(PeerText.Clean(fix, MaxText), new Style(decoration: Decoration.Bold)));
        }
    }

    private static JsonNode ToJson(CheckResult result) => new JsonObject
    {
        ["check"] = result.Check,
        ["result"] = NameOf(result.Outcome),
        ["subject"] = PeerText.Clean(result.Subject, MaxText),
        ["seen"] = PeerText.Clean(result.Seen, MaxText),
        ["fix"] = result.Fix is { } fix ? PeerText.Clean(fix, MaxText) : null,
    };

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
