using System.Text.RegularExpressions;
using Amqp1.Core.Tests.Configuration;

namespace Amqp1.Core.Tests.Architecture;

/// <summary>A source file of a project under src, without its comments.</summary>
internal sealed partial record SourceFile(string Project, string Room, string Name, string Code)
{
    public static IReadOnlyList<SourceFile> All { get; } = [.. Read()];

    /// <summary>True if the code names a namespace of AMQPNetLite.</summary>
    public bool MentionsAmqpNetLite => Regex.IsMatch(Code, @"(?<![\w.])Amqp(\.(Framing|Types|Sasl|Handler|Listener|Serialization|Transactions)\b|\s*;|\.[A-Z])");

    public override string ToString() => $"{Project}/{Room}/{Name}";

    private static IEnumerable<SourceFile> Read()
    {
        var root = RepositoryFile.Find("src");
        foreach (var path in Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories))
        {
            var parts = Path.GetRelativePath(root, path).Split(Path.DirectorySeparatorChar);
            if (!parts.Contains("obj") && !parts.Contains("bin"))
            {
                yield return new SourceFile(parts[0], parts.Length > 2 ? parts[1] : "", parts[^1], Comments().Replace(File.ReadAllText(path), ""));
            }
        }
    }

    [GeneratedRegex(@"//[^\n]*|/\*.*?\*/", RegexOptions.Singleline)]
    private static partial Regex Comments();
}
