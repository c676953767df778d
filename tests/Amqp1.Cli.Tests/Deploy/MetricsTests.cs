using System.Text.Json;
using System.Text.RegularExpressions;

namespace Amqp1.Cli.Tests.Deploy;

/// <summary>Every metric and label in the dashboard and in the alert rules exists in the product.</summary>
public sealed partial class MetricsTests
{
    private static IEnumerable<string> Alerts => DeployFolder.ReadYaml("prometheus/alerts.yaml")[0].ListAt("groups").SelectMany(group => group.ListAt("rules")).Select(rule => rule.TextAt("expr")!);

    private static JsonElement Dashboard => JsonElement.Parse(DeployFolder.Read("grafana/amqp1.json"));

    private static IEnumerable<string> Panels => Dashboard.GetProperty("panels").EnumerateArray()
        .SelectMany(panel => panel.GetProperty("targets").EnumerateArray()).Select(target => target.GetProperty("expr").GetString()!);

    [Fact]
    public void The_table_of_metrics_is_read()
    {
        PrometheusNames.Bases.Count.ShouldBeGreaterThan(20);
        PrometheusNames.Series.ShouldContain("rpc_client_call_duration_seconds_bucket");
        PrometheusNames.Series.ShouldContain("amqp1_connection_reconnects_total");
        PrometheusNames.Series.ShouldContain("amqp1_router_memory_held_bytes");
        PrometheusNames.Labels.ShouldContain("messaging_destination_name");
    }

    [Fact]
    public void The_dashboard_uses_metrics_and_labels_that_exist() => Panels.ShouldAllBe(expression => Unknown(expression).Length == 0 && UsesMetric(expression));

    [Fact]
    public void The_alert_rules_use_metrics_and_labels_that_exist()
    {
        Alerts.Count().ShouldBeGreaterThan(5);
        Alerts.ShouldAllBe(expression => Unknown(expression).Length == 0 && UsesMetric(expression));
    }

    [Fact]
    public void The_labels_in_texts_exist()
    {
        var texts = string.Join('\n', DeployFolder.Read("prometheus/alerts.yaml"), DeployFolder.Read("grafana/amqp1.json"));

        LabelInText().Matches(texts).Select(match => match.Groups[1].Value).ShouldAllBe(label => PrometheusNames.Labels.Contains(label));
    }

    [Fact]
    public void Panels_have_their_own_numbers_and_places()
    {
        var panels = Dashboard.GetProperty("panels").EnumerateArray().ToArray();

        panels.Select(panel => panel.GetProperty("id").GetInt32()).ShouldBeUnique();
        panels.Select(panel => panel.GetProperty("gridPos").ToString()).ShouldBeUnique();
    }

    [Fact]
    public void Every_rule_has_a_severity_and_says_what_to_do()
    {
        foreach (var rule in DeployFolder.ReadYaml("prometheus/alerts.yaml")[0].ListAt("groups").SelectMany(group => group.ListAt("rules")))
        {
            rule.TextAt("labels/severity").ShouldBeOneOf("warning", "critical");
            rule.TextAt("annotations/summary").ShouldNotBeNullOrEmpty();
            rule.TextAt("annotations/description").ShouldNotBeNullOrEmpty();
        }
    }

    [Fact]
    public void A_name_that_does_not_exist_is_found() =>
        Unknown("sum by (service_nam) (rate(amqp1_messages_pendin{error_type=\"\"}[5m]))").ShouldBe(["service_nam", "amqp1_messages_pendin"]);

    [Fact]
    public void The_pipelines_of_the_collector_use_components_that_are_configured()
    {
        var collector = DeployFolder.ReadYaml("opentelemetry/collector.yaml")[0];
        foreach (var pipeline in (string[])["traces", "metrics"])
        {
            foreach (var kind in (string[])["receivers", "processors", "exporters"])
            {
                var used = collector.ListAt($"service/pipelines/{pipeline}/{kind}").Select(node => node.ToString()).ToArray();
                used.ShouldNotBeEmpty();
                var configured = ((YamlDotNet.RepresentationModel.YamlMappingNode)collector.At(kind)!).Children.Keys.Select(key => key.ToString());
                used.ShouldAllBe(name => configured.Contains(name));
            }
        }
    }

    private static bool UsesMetric(string expression) => Names(expression).Any(PrometheusNames.Series.Contains);

    /// <summary>Returns the names of an expression that are neither metrics nor labels.</summary>
    private static string[] Unknown(string expression) =>
        [.. Names(expression).Where(name => !PrometheusNames.Series.Contains(name) && !PrometheusNames.Labels.Contains(name))];

    /// <summary>Returns the names of an expression: functions and keywords of PromQL have no underscore or are known.</summary>
    private static IEnumerable<string> Names(string expression) =>
        Name().Matches(Text().Replace(expression, "")).Select(match => match.Value).Where(name => name.Contains('_') && name is not ("histogram_quantile" or "__rate_interval"));

    [GeneratedRegex("[a-zA-Z_][a-zA-Z0-9_]*")]
    private static partial Regex Name();

    [GeneratedRegex("\"[^\"]*\"")]
    private static partial Regex Text();

    [GeneratedRegex(@"\{\{\s*(?:\$labels\.)?([a-z0-9_]+)")]
    private static partial Regex LabelInText();
}
