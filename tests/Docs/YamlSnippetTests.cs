using Microsoft.Extensions.Configuration;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Amqp1.Docs.Tests;

/// <summary>Tests that the YAML in the documents can be parsed, and that a host accepts it if it is a file of this library.</summary>
public sealed class YamlSnippetTests : IDisposable
{
    /// <summary>The keys by which files of other programs are recognized.</summary>
    private static readonly string[] OthersKeys = ["apiVersion", "services", "jobs", "groups", "scrape_configs", "receivers", "steps"];

    private readonly string _folder = Directory.CreateTempSubdirectory("amqp1-docs").FullName;

    public static TheoryData<string> Places => Documents.PlacesOf("yaml", "yml");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Yaml_is_valid_and_a_routing_file_is_taken(string place)
    {
        var text = Documents.At(place).Text;
        if (IsRoutingFile(text))
        {
            (await WarningsAsync(text)).ShouldBeEmpty(place);
        }
    }

    [Fact]
    public void The_example_of_a_routing_file_is_one() =>
        Places.Select(row => Documents.At(row.Data).Text).Count(IsRoutingFile).ShouldBeGreaterThan(0);

    [Fact]
    public async Task A_mistake_is_found()
    {
        Should.Throw<YamlException>(() => IsRoutingFile("a: 'b\n"));
        (await Should.ThrowAsync<Exception>(() => WarningsAsync("group:\n  messagingv2:\n    accepted_evnets: ['a']\n"))).Message.ShouldContain("accepted_evnets");
        (await Should.ThrowAsync<Exception>(() => WarningsAsync("group:\n  messagingv9:\n"))).Message.ShouldContain("messagingv9");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static bool IsRoutingFile(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return stream.Documents.Count == 1
            && stream.Documents[0].RootNode is YamlMappingNode root
            && !root.Children.Keys.OfType<YamlScalarNode>().Any(key => OthersKeys.Contains(key.Value))
            && root.Children.Values.All(value => value is YamlMappingNode);
    }

    private Task<IReadOnlyList<string>> WarningsAsync(string yaml)
    {
        var path = Path.Combine(_folder, "routing.yaml");
        File.WriteAllText(path, yaml);
        return SettingsChecker.WarningsOfAsync(
            configuration => configuration.AddInMemoryCollection([new("Amqp1:Notifications:Drivers:0", "routing"), new("Amqp1:Notifications:RoutingConfig", path)]), Cancel);
    }
}
