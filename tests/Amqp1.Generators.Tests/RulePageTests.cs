using System.Reflection;
using Amqp1.Generators.Diagnostics;
using Amqp1.Interop.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace Amqp1.Generators.Tests;

/// <summary>Each rule has a page in docs/analyzers, whose examples are what the page says.</summary>
public sealed class RulePageTests
{
    private static readonly string Folder = RepositoryRoot.Locate("docs", "analyzers");

    private static readonly IReadOnlyDictionary<string, DiagnosticDescriptor> All = typeof(Rules)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (DiagnosticDescriptor)field.GetValue(null)!)
        .ToDictionary(rule => rule.Id);

    public static TheoryData<string> Ids => [.. All.Keys];

    [Fact]
    public void Every_rule_has_its_page_and_every_page_its_rule() =>
        Directory.EnumerateFiles(Folder, "AMQP*.md").Select(Path.GetFileNameWithoutExtension).ShouldBe(All.Keys, ignoreOrder: true);

    [Fact]
    public void The_index_has_all_rules_in_order() => File.ReadLines(Path.Combine(Folder, "README.md"))
        .Where(line => line.StartsWith("| [", StringComparison.Ordinal))
        .ShouldBe(All.Values.OrderBy(rule => rule.Id, StringComparer.Ordinal).Select(rule => $"| [{rule.Id}]({rule.Id}.md) | {rule.Title} |"));

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_page_has_the_title_of_its_rule(string id) => File.ReadLines(PathOf(id)).First().ShouldBe($"# {id}: {All[id].Title}");

    [Theory]
    [MemberData(nameof(Ids))]
    public void What_violates_a_rule_is_reported_as_that_and_nothing_else(string id) =>
        Compiling.Run(Block(id, "violates")).Diagnostics.ShouldHaveSingleItem().Id.ShouldBe(id);

    [Theory]
    [MemberData(nameof(Ids))]
    public void What_mends_it_compiles(string id) =>
        Compiling.Run(Block(id, "mends")).Diagnostics.ShouldBeEmpty();

    private static string Block(string id, string purpose)
    {
        var lines = File.ReadAllLines(PathOf(id));
        lines.Count(line => line == $"```csharp {purpose}").ShouldBe(1);
        return string.Join('\n', lines.SkipWhile(line => line != $"```csharp {purpose}").Skip(1).TakeWhile(line => line != "```"));
    }

    private static string PathOf(string id) => Path.Combine(Folder, id + ".md");
}
