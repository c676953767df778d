using System.Text.Json;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace Amqp1.Hosting.Tests.Dashboards;

/// <summary>The queries of the Grafana dashboard and of the alert rules in <c>deploy</c>.</summary>
internal static partial class DeployedQueries
{
    /// <summary>
    /// The series that appear only after something has gone wrong or messages were stored on disk, which the test does not provoke.
    /// </summary>
    private static readonly string[] Rare =
    [
        "amqp1_connection_reconnects_total", "amqp1_rpc_late_replies_total", "amqp1_rpc_server_undelivered_replies_total", "amqp1_messages_rejected_total",
        "amqp1_notifications_dropped_total", "amqp1_router_faults_total", "amqp1_router_messages_undelivered_total", "amqp1_router_subscribers_detached_total",
        "amqp1_queue_messages_redelivered_total", "amqp1_queue_messages_dead_lettered_total", "amqp1_queue_messages_expired_total",
        "amqp1_queue_messages_dropped_total", "amqp1_store_commit_duration_seconds_bucket",
    ];

    /// <summary>The path of the alert rules.</summary>
    public static string RulesFile { get; } = RepositoryFile.Find("deploy/prometheus/alerts.yaml");

    /// <summary>The queries of the panels, with the variables of the dashboard replaced.</summary>
    public static IReadOnlyList<string> Panels { get; } =
    [
        .. JsonElement.Parse(File.ReadAllText(RepositoryFile.Find("deploy/grafana/amqp1.json"))).GetProperty("panels").EnumerateArray()
            .SelectMany(panel => panel.GetProperty("targets").EnumerateArray())
            .Select(target => target.GetProperty("expr").GetString()!.Replace("$service", ".*", StringComparison.Ordinal).Replace("$__rate_interval", "1m", StringComparison.Ordinal)),
    ];

    /// <summary>The names of the alerts with their queries.</summary>
    public static IReadOnlyDictionary<string, string> Alerts { get; } = ReadAlerts();

    /// <summary>Returns the names of the series that a query selects.</summary>
    public static IEnumerable<string> SeriesOf(string query) => Series().Matches(Grouping().Replace(Text().Replace(query, ""), "")).Select(match => match.Value).Distinct();

    /// <summary>Returns whether a query has a result although nothing goes wrong.</summary>
    public static bool HasResultWithoutFaults(string query) => !SeriesOf(query).Any(Rare.Contains) && !query.Contains("error_type!=\"\"", StringComparison.Ordinal);

    /// <summary>Returns the series of all queries that exist without faults.</summary>
    public static IReadOnlyList<string> UsualSeries() => [.. Panels.Concat(Alerts.Values).SelectMany(SeriesOf).Distinct().Except(Rare).Order(StringComparer.Ordinal)];

    private static Dictionary<string, string> ReadAlerts()
    {
        var stream = new YamlStream();
        using var reader = new StringReader(File.ReadAllText(RulesFile));
        stream.Load(reader);
        var groups = (YamlSequenceNode)stream.Documents[0].RootNode["groups"];
        return groups.SelectMany(group => (YamlSequenceNode)group["rules"]).ToDictionary(rule => rule["alert"].ToString(), rule => rule["expr"].ToString());
    }

    [GeneratedRegex(@"\b(?:amqp1|rpc_client|rpc_server|messaging_client|messaging_process)_[a-z0-9_]+\b(?=[{\[)]|\s*[<>=/]|\s*$)")]
    private static partial Regex Series();

    [GeneratedRegex(@"\bby\s*\([^)]*\)")]
    private static partial Regex Grouping();

    [GeneratedRegex("\"[^\"]*\"")]
    private static partial Regex Text();
}
