using System.Text.RegularExpressions;

namespace Amqp1.Docs.Tests;

/// <summary>
/// Tests that the targets of references in documents exist: linked files and headings, and paths of the repository in commands and in text.
/// </summary>
public sealed partial class ReferenceTests
{
    public static TheoryData<string> All => [.. Documents.All];

    public static TheoryData<string> Internals => [.. Documents.All.Where(document => document.StartsWith("docs/internals/", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(All))]
    public void Links_lead_somewhere(string document) =>
        Documents.Lines(document).SelectMany((line, at) => Link().Matches(line).Select(match => (match.Groups["to"].Value, At: at + 1)))
            .Where(link => !link.Value.Contains("://", StringComparison.Ordinal) && !Leads(document, link.Value))
            .Select(link => $"{document}:{link.At}: {link.Value}").ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(All))]
    public void Paths_of_the_repository_exist(string document) =>
        Documents.Lines(document).SelectMany((line, at) => RepositoryPath().Matches(line).Select(match => (match.Value, At: at + 1)))
            .Where(path => !Exists(path.Value.TrimEnd('.', '/', ':')))
            .Select(path => $"{document}:{path.At}: {path.Value}").ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Internals))]
    public void Source_files_that_the_internals_name_exist(string document) =>
        Documents.Lines(document).SelectMany((line, at) => SourceFile().Matches(line).Select(match => (match.Groups["file"].Value, At: at + 1)))
            .Where(file => !Documents.Sources.Any(source => $"/{source}".EndsWith($"/{file.Value}", StringComparison.Ordinal)))
            .Select(file => $"{document}:{file.At}: {file.Value}").ShouldBeEmpty();

    private static bool Leads(string document, string link) =>
        Documents.Leads(link.StartsWith('#') ? document + link : Path.Combine(Path.GetDirectoryName(document)!, link));

    private static bool Exists(string path) => Documents.Exists(path);

    [GeneratedRegex(@"\]\((?<to>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"`(?<file>[\w./-]+\.cs)`")]
    private static partial Regex SourceFile();

    // Build output, patterns and paths with an ellipsis are not checked.
    [GeneratedRegex(@"(?<![\w/.:-])(?:src|tests|examples|eng|docs|benchmarks)/[\w./-]+(?![\w*…{])")]
    private static partial Regex RepositoryPath();
}
