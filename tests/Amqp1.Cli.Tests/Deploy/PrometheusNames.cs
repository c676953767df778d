namespace Amqp1.Cli.Tests.Deploy;

/// <summary>
/// The names that the metrics of the product have in Prometheus, derived from the table of docs/using/telemetry.md. Another test holds
/// that table equal to the code.
/// </summary>
internal static class PrometheusNames
{
    private static readonly (string Name, string Kind, string Unit, string[] Attributes)[] Metrics = [.. Read()];

    /// <summary>The names without the suffixes of histograms.</summary>
    public static IReadOnlySet<string> Bases { get; } = Metrics.Select(metric => BaseOf(metric.Name, metric.Kind, metric.Unit)).ToHashSet();

    /// <summary>All names of series.</summary>
    public static IReadOnlySet<string> Series { get; } = Metrics.SelectMany(metric => metric.Kind == "Histogram"
        ? new[] { "_bucket", "_count", "_sum" }.Select(suffix => BaseOf(metric.Name, metric.Kind, metric.Unit) + suffix)
        : [BaseOf(metric.Name, metric.Kind, metric.Unit)]).ToHashSet();

    /// <summary>The names of labels: the attributes, and the name of the service, which is one of its resource.</summary>
    public static IReadOnlySet<string> Labels { get; } = Metrics.SelectMany(metric => metric.Attributes).Select(Underscored).Append("service_name").ToHashSet();

    private static IEnumerable<(string Name, string Kind, string Unit, string[] Attributes)> Read() =>
        from line in File.ReadLines(Path.Combine(DeployFolder.Repository, "docs", "using", "telemetry.md"))
        let cells = line.Split('|').Select(cell => cell.Trim().Replace("`", "")).ToArray()
        where cells.Length == 7 && cells[2] is "Histogram" or "Counter" or "ObservableUpDownCounter"
        select (cells[1], cells[2], cells[3], cells[4] == "none" ? [] : cells[4].Split(", "));

    private static string BaseOf(string name, string kind, string unit)
    {
        var suffix = unit switch
        {
            "s" => "_seconds",
            "By" => "_bytes",
            _ => "",
        };
        return Underscored(name) + suffix + (kind == "Counter" ? "_total" : "");
    }

    private static string Underscored(string name) => name.Replace('.', '_');
}
