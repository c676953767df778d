using System.Text.RegularExpressions;

namespace Amqp1.Docs.Tests;

/// <summary>
/// Tests that each reference from the code to the specification in <c>docs/spec</c> names a page and a heading that exist.
/// </summary>
public sealed partial class SpecificationReferenceTests
{
    private static readonly string[] Folders = ["src", "tests", "benchmarks", "examples"];

    [Fact]
    public void Every_reference_in_the_code_leads_to_a_heading_of_the_specification()
    {
        var references = CodeLines().SelectMany(line => Reference().Matches(line.Text).Select(match => (line.Place, To: match.Value.TrimEnd('.')))).ToArray();

        references.Length.ShouldBeGreaterThan(50);
        references.Where(reference => !Documents.Leads(reference.To)).Select(reference => $"{reference.Place}: {reference.To}").ShouldBeEmpty();
    }

    [Fact]
    public void No_reference_names_a_section_by_a_letter() =>
        CodeLines().Where(line => LetteredSection().IsMatch(line.Text)).Select(line => $"{line.Place}: {line.Text.Trim()}").ShouldBeEmpty();

    [Fact]
    public void A_reference_to_a_heading_that_does_not_exist_is_found()
    {
        Documents.Leads("docs/spec/links.md#credit").ShouldBeTrue();
        Documents.Leads("docs/spec/links.md#no-such-heading").ShouldBeFalse();
        Documents.Leads("docs/spec/no-such-page.md").ShouldBeFalse();
    }

    private static IEnumerable<(string Place, string Text)> CodeLines() => Folders
        .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Documents.Root, folder), "*.cs", SearchOption.AllDirectories))
        .Where(path => !path.Contains("/bin/", StringComparison.Ordinal) && !path.Contains("/obj/", StringComparison.Ordinal))
        .Where(path => Path.GetFileName(path) != nameof(SpecificationReferenceTests) + ".cs")
        .SelectMany(path => File.ReadLines(path).Select((text, at) => ($"{Path.GetRelativePath(Documents.Root, path)}:{at + 1}", text)));

    [GeneratedRegex(@"docs/spec/[\w-]+\.md(?:#[\w-]+)?")]
    private static partial Regex Reference();

    [GeneratedRegex(@"\bspecification,? [A-H]\.\d", RegexOptions.IgnoreCase)]
    private static partial Regex LetteredSection();
}
