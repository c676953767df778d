using System.Globalization;
using System.Reflection;
using Amqp1.Embedded;
using Microsoft.Extensions.Configuration;

namespace Amqp1.Hosting.Tests;

/// <summary>Tests of the sections <c>Amqp1:Hosting</c> and <c>Amqp1:Embedded</c> in the document and in the sample.</summary>
public sealed class HostConfigurationTests
{
    private const string EmbeddedSection = "Amqp1:Embedded";

    // The default of this option depends on the machine, so the sample cannot contain it.
    private const string ServerNameKey = Amqp1HostingOptions.SectionName + ":ServerName";

    private static readonly Dictionary<string, string> Defaults = DefaultsOf(Amqp1HostingOptions.SectionName, new Amqp1HostingOptions())
        .Append(new($"{EmbeddedSection}:Host", new EmbeddedRouterOptions().Host))
        .Append(new($"{EmbeddedSection}:Port", Show(new EmbeddedRouterOptions().Port)))
        .Append(new($"{EmbeddedSection}:Preset", "none"))
        .Append(new($"{EmbeddedSection}:Store", "none"))
        .Append(new($"{EmbeddedSection}:StoreMaxBytes", "none"))
        .ToDictionary();

    [Fact]
    public void Every_key_has_one_row_with_its_default()
    {
        var rows = File.ReadLines(RepositoryFile.Find("docs/using/configuration.md"))
            .Where(line => line.StartsWith($"| `{Amqp1HostingOptions.SectionName}:", StringComparison.Ordinal) || line.StartsWith($"| `{EmbeddedSection}:", StringComparison.Ordinal))
            .Select(line => line.Trim('|', ' ').Split('|', StringSplitOptions.TrimEntries))
            .ToDictionary(cells => cells[0].Trim('`'));

        rows.Keys.Order().ShouldBe(Defaults.Keys.Order());
        rows.Values.ShouldAllBe(cells => cells.Length == 6 && cells.All(cell => cell.Length > 0));
        foreach (var (key, text) in Defaults)
        {
            rows[key][3].Trim('`').ShouldBe(key == ServerNameKey ? "the machine's name" : text, key);
        }
    }

    [Fact]
    public void The_sample_has_every_key_with_its_default()
    {
        var sample = new ConfigurationBuilder().AddJsonFile(RepositoryFile.Find("appsettings.sample.json")).Build();
        var keys = sample.GetSection(Amqp1HostingOptions.SectionName).AsEnumerable().Concat(sample.GetSection(EmbeddedSection).AsEnumerable())
            .Where(pair => !sample.GetSection(pair.Key).GetChildren().Any())
            .ToDictionary();

        keys.Keys.Order().ShouldBe(Defaults.Keys.Where(key => key != ServerNameKey).Order());
        foreach (var (key, value) in keys)
        {
            (value is null ? "none" : value is "True" or "False" ? value.ToLowerInvariant() : value).ShouldBe(Defaults[key], key);
        }
    }

    private static IEnumerable<KeyValuePair<string, string>> DefaultsOf(string section, object options) => options.GetType()
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .SelectMany(property => property.GetValue(options) is HealthProbeOptions nested
            ? DefaultsOf($"{section}:{property.Name}", nested)
            : [new($"{section}:{property.Name}", Show(property.GetValue(options)))]);

    private static string Show(object? value) => value switch
    {
        null => "none",
        bool yes => yes ? "true" : "false",
        TimeSpan time => time.ToString("c", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
