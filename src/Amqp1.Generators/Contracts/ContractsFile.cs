using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace Amqp1.Generators.Contracts;

/// <summary>
/// The file of recorded contracts, one in each line, followed by the types that they use. Lines that begin with <c>#</c> are comments.
/// </summary>
internal static class ContractsFile
{
    public const string Name = "amqp1.contracts.txt";

    private const string Introduction = "# The contracts of the RPC endpoints of this project. The code fix of AMQP1401 to AMQP1403 writes this file; commit it with the code.";

    public static bool Is(string? path) => string.Equals(Path.GetFileName(path), Name, StringComparison.OrdinalIgnoreCase);

    public static IReadOnlyList<RecordedLine> Read(SourceText text) => [.. text.Lines
        .Select(line => new RecordedLine(line, line.ToString().Trim()))
        .Where(line => line.Text.Length > 0 && !IsComment(line.Text))];

    /// <summary>Returns the file with its contracts replaced by the given ones. Comments above the first contract are kept.</summary>
    public static SourceText Write(SourceText old, IReadOnlyCollection<ServedContract> contracts)
    {
        var comments = old.Lines.Select(line => line.ToString()).TakeWhile(line => line.Trim().Length == 0 || IsComment(line)).Select(line => line.TrimEnd()).ToArray();
        var lines = Sorted(contracts.Select(contract => contract.Contract.ToString()))
            .Concat(Sorted(contracts.SelectMany(contract => contract.Types).Select(type => type.Shape.ToString())));
        var text = new StringBuilder();
        foreach (var line in (comments.Length == 0 || comments.All(comment => comment.Length == 0) ? [Introduction] : comments).Concat(lines))
        {
            text.Append(line).Append('\n');
        }

        return SourceText.From(text.ToString(), old.Encoding ?? new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
    }

    private static IEnumerable<string> Sorted(IEnumerable<string> lines) => lines.Distinct().OrderBy(line => line, StringComparer.Ordinal);

    private static bool IsComment(string line) => line.TrimStart().StartsWith("#", StringComparison.Ordinal);
}
