using System.Reflection;
using Amqp1.Interop.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Amqp1.Generators.Tests;

/// <summary>Tests that each rule has a page in docs/analyzers, and that the examples of the page behave as the page says.</summary>
public sealed class RulePageTests
{
    private static readonly string Folder = RepositoryRoot.Locate("docs", "analyzers");

    private static readonly IReadOnlyDictionary<string, DiagnosticDescriptor> All =
        Compiling.Analyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics).ToDictionary(rule => rule.Id);

    public static TheoryData<string> Ids => [.. All.Keys];

    [Fact]
    public void Every_rule_has_its_page_and_every_page_its_rule() =>
        Directory.EnumerateFiles(Folder, "AMQP*.md").Select(Path.GetFileNameWithoutExtension).ShouldBe(All.Keys, ignoreOrder: true);

    [Fact]
    public void The_index_has_all_rules_in_order_with_what_they_are_and_whether_there_is_a_fix() => File.ReadLines(Path.Combine(Folder, "README.md"))
        .Where(line => line.StartsWith("| [", StringComparison.Ordinal))
        .ShouldBe(All.Values.OrderBy(rule => rule.Id, StringComparer.Ordinal).Select(rule => $"| [{rule.Id}]({rule.Id}.md) | {rule.Title} | {rule.DefaultSeverity} | {(Fixing.Rules.Contains(rule.Id) ? "yes" : "")} |"));

    [Fact]
    public void Every_rule_that_is_written_down_is_reported_by_an_analyzer() => typeof(MessagingAnalyzer).Assembly.GetTypes()
        .SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.Static))
        .Select(field => field.FieldType == typeof(DiagnosticDescriptor) ? (DiagnosticDescriptor)field.GetValue(null)! : null)
        .OfType<DiagnosticDescriptor>()
        .ShouldBe(All.Values, ignoreOrder: true);

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_page_has_the_title_of_its_rule(string id) => File.ReadLines(PathOf(id)).First().ShouldBe($"# {id}: {All[id].Title}");

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task What_violates_a_rule_is_reported_as_that_and_nothing_else(string id) =>
        (await RunAsync(id, "violates")).Diagnostics.ShouldHaveSingleItem().Id.ShouldBe(id);

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task What_mends_it_compiles(string id) =>
        (await RunAsync(id, "mends")).Diagnostics.ShouldBeEmpty();

    private static async Task<(IReadOnlyList<(string Name, string Text)> Files, IReadOnlyList<Microsoft.CodeAnalysis.Diagnostic> Diagnostics)> RunAsync(string id, string purpose) =>
        // AOT is the strictest kind of application, and the advice for it is the same as for all others.
        await Compiling.RunAsync(
            Block(id, "csharp", purpose).ShouldNotBeNull(), options: ProjectText.Contracts(Block(id, "text", purpose)) ?? ProjectText.Aot, language: Language(id, purpose));

    // Returns a block with source code, or with a contracts file, which only the rules about contracts have.
    private static string? Block(string id, string language, string purpose)
    {
        var lines = File.ReadAllLines(PathOf(id));
        bool Begins(string line) => line == $"```{language} {purpose}" || line.StartsWith($"```{language} {purpose} ", StringComparison.Ordinal);
        lines.Count(Begins).ShouldBeLessThanOrEqualTo(1);
        return lines.Any(Begins)
            ? string.Join('\n', lines.SkipWhile(line => !Begins(line)).Skip(1).TakeWhile(line => line != "```"))
            : null;
    }

    // Returns the LangVersion of the project, which a block can set.
    private static LanguageVersion Language(string id, string purpose) =>
        File.ReadLines(PathOf(id)).FirstOrDefault(line => line.StartsWith($"```csharp {purpose} LangVersion=", StringComparison.Ordinal)) is { } line
            && LanguageVersionFacts.TryParse(line.Split('=')[1], out var version)
            ? version
            : LanguageVersion.CSharp14;

    private static string PathOf(string id) => Path.Combine(Folder, id + ".md");
}
