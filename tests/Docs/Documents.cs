namespace Amqp1.Docs.Tests;

/// <summary>The documents for readers, and the fenced blocks in them.</summary>
internal static class Documents
{
    private const string Fence = "```";

    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The paths of the documents, relative to the repository, with slashes.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "README.md",
        "CONTRIBUTING.md",
        .. Under("docs", "*.md"),
        .. Under("examples", "*.md"),
    ];

    /// <summary>The paths of the C# files, relative to the repository, with slashes.</summary>
    public static IReadOnlyList<string> Sources { get; } =
        [.. new[] { "src", "tests", "examples", "benchmarks" }.SelectMany(folder => Under(folder, "*.cs"))];

    public static IReadOnlyList<Snippet> Snippets { get; } = [.. All.SelectMany(document => Read(document, Lines(document)))];

    public static string[] Lines(string document) => File.ReadAllLines(Path.Combine(Root, document));

    /// <summary>Returns the places of the snippets in these languages, as data for theories.</summary>
    public static TheoryData<string> PlacesOf(params string[] languages) =>
        [.. Snippets.Where(snippet => languages.Contains(snippet.Language)).Select(snippet => snippet.ToString())];

    public static Snippet At(string place) => Snippets.Single(snippet => snippet.ToString() == place);

    /// <summary>Returns whether a file or folder of the repository exists.</summary>
    public static bool Exists(string path) => Path.Exists(Path.Combine(Root, path));

    /// <summary>
    /// Returns whether a link, relative to the repository, names an existing file and, after <c>#</c>, one of its headings.
    /// </summary>
    public static bool Leads(string link)
    {
        var (path, heading) = link.Split('#') is [var before, var after] ? (before, after) : (link, "");
        return Exists(path) && (heading.Length == 0 || Lines(path).Any(line => line.StartsWith('#') && Anchor(line) == heading));
    }

    public static IEnumerable<Snippet> Read(string document, IReadOnlyList<string> lines)
    {
        for (var at = 0; at < lines.Count; at++)
        {
            if (!lines[at].TrimStart().StartsWith(Fence, StringComparison.Ordinal))
            {
                continue;
            }

            // A block in a list has the indentation of its fence, which is not part of its text.
            var indent = lines[at].Length - lines[at].TrimStart().Length;
            var language = lines[at].Trim()[Fence.Length..];
            var first = at + 1;
            for (at = first; at < lines.Count && lines[at].Trim() != Fence; at++)
            {
            }

            if (at == lines.Count)
            {
                throw new FormatException($"{document}:{first}: the block has no end.");
            }

            yield return new Snippet(document, first + 1, language, string.Join('\n', lines.Skip(first).Take(at - first).Select(line => line[Math.Min(indent, line.Length)..])));
        }
    }

    private static string Anchor(string heading) =>
        string.Concat(heading.TrimStart('#').Trim().ToLowerInvariant().Replace(' ', '-').Where(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'));

    private static IEnumerable<string> Under(string folder, string pattern) => Directory
        .EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
        .Where(path => !path.Contains("/bin/", StringComparison.Ordinal) && !path.Contains("/obj/", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Amqp1Hosting.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The tests do not lie below the solution.");
    }
}
