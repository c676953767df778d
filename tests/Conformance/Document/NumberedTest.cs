using System.Globalization;
using System.Text.RegularExpressions;
using Amqp1.Interop.Tests.Harness;

namespace Amqp1.Conformance.Tests.Document;

/// <summary>A test of any project under tests that carries the number of a case, as read from its source.</summary>
/// <param name="Trait">Conformance, EdgeCase or Functional.</param>
/// <param name="Number">The number of the case.</param>
/// <param name="Name">The class and the method.</param>
/// <param name="Runs">Whether the test runs. It does not run if one of its attributes prevents that.</param>
internal sealed partial record NumberedTest(string Trait, int Number, string Name, bool Runs)
{
    public static IReadOnlyList<NumberedTest> All { get; } = [.. Sources().SelectMany(Read)];

    private static IEnumerable<string> Sources() => Directory
        .EnumerateFiles(RepositoryRoot.Locate("tests"), "*.cs", SearchOption.AllDirectories)
        .Where(path => !Path.GetRelativePath(RepositoryRoot.Locate("tests"), path).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"));

    private static IEnumerable<NumberedTest> Read(string path)
    {
        var className = "";
        List<string> attributes = [];
        foreach (var line in File.ReadLines(path).Select(line => line.Trim()))
        {
            if (line.StartsWith('['))
            {
                attributes.Add(line);
            }
            else if (ClassName().Match(line) is { Success: true } declared)
            {
                className = declared.Groups[1].Value;
                attributes.Clear();
            }
            else if (MethodName().Match(line) is { Success: true } method)
            {
                var runs = attributes.Any(attribute => TestAttribute().IsMatch(attribute)) && !attributes.Any(attribute => KeptBack().IsMatch(attribute));
                foreach (var trait in attributes.Select(attribute => TraitAttribute().Match(attribute)).Where(match => match.Success))
                {
                    var number = int.Parse(trait.Groups[2].Value, CultureInfo.InvariantCulture);
                    yield return new NumberedTest(trait.Groups[1].Value, number, $"{className}.{method.Groups[1].Value}", runs);
                }

                attributes.Clear();
            }
        }
    }

    [GeneratedRegex(@"^(?:public|internal) (?:\w+ )*class (\w+)")]
    private static partial Regex ClassName();

    [GeneratedRegex(@"^public (?:\w+ )*?[\w<>\[\],]+ (\w+)\(")]
    private static partial Regex MethodName();

    [GeneratedRegex("""^\[Trait\("(Conformance|EdgeCase|Functional)", "(\d+)"\)\]$""")]
    private static partial Regex TraitAttribute();

    [GeneratedRegex(@"^\[(?:Fact|Theory)\b")]
    private static partial Regex TestAttribute();

    [GeneratedRegex(@"\b(?:Skip|Explicit) = ")]
    private static partial Regex KeptBack();
}
